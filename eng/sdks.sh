#!/usr/bin/env bash
# Installs the official SDKs that tests drive the emulated cloud with below the user's cache, in the versions of the lock file; their
# install scripts are not run. Without a network, what was installed before is used; what is missing is named, and the status is 1.
# usage: eng/sdks.sh [--path]     --path only prints the folder, whose node_modules has them
set -u -o pipefail
here=$(cd "$(dirname "$0")/.." && pwd)/tests/vpc/Fairlead.Vpc.OpenApi.Tests/Sdk
cache=${XDG_CACHE_HOME:-$HOME/.cache}/fairlead/sdks
[ "${1:-}" != --path ] || { echo "$cache"; exit 0; }
say() { echo "sdks: $*" >&2; }

command -v node >/dev/null || { say "missing: node; install Debian's nodejs"; exit 1; }
is_there() { cmp -s "$here/package-lock.json" "$cache/installed" && [ -d "$cache/node_modules" ]; }
is_there && exit 0
command -v npm >/dev/null || { say "missing: npm; install Debian's npm"; exit 1; }
mkdir -p "$cache" || { say "cannot write $cache"; exit 1; }
exec 9>"$cache/lock"; flock 9
is_there && exit 0                       # somebody else has installed them while we waited
say "installing the SDKs of $(grep -c '"@alicloud/.*":' "$here/package.json") products into $cache"
cp "$here/package.json" "$here/package-lock.json" "$cache/" || exit 1
(cd "$cache" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2) || { say "missing: npm could not install them"; exit 1; }
cp "$here/package-lock.json" "$cache/installed"
