#!/usr/bin/env bash
# Unpacks two kubectl below the user's cache, an old one and a current one, for the tests of the cluster's store; nothing is installed.
# Without a network, what was fetched before is used; what is missing is named, and the exit status is 1.
# usage: eng/kubectl.sh [--path]     --path only prints the folder: SUITE/usr/bin/kubectl is in it
set -u -o pipefail
cache=${XDG_CACHE_HOME:-$HOME/.cache}/fairlead/kubectl
[ "${1:-}" != --path ] || { echo "$cache"; exit 0; }
say() { echo "kubectl: $*" >&2; }

# Debian's suite, and the package that has the program there: 1.20 and 1.32.
suites="bookworm:kubernetes-client trixie:kubectl"
missing=
for suite in $suites; do
  [ -x "$cache/${suite%%:*}/usr/bin/kubectl" ] || missing="$missing $suite"
done
[ -n "$missing" ] || exit 0
if ! command -v apt-get >/dev/null || ! command -v dpkg-deb >/dev/null; then
  say "only Debian's package manager is known here; missing:" $missing; exit 1
fi
mkdir -p "$cache" || { say "cannot write $cache; missing:" $missing; exit 1; }
exec 9>"$cache/lock"; flock 9

failed=
for suite in $missing; do
  name=${suite%%:*} package=${suite#*:} own=$cache/apt-${suite%%:*}
  [ ! -x "$cache/$name/usr/bin/kubectl" ] || continue        # somebody else has fetched it while we waited
  say "fetching $package of $name"
  mkdir -p "$own/lists/partial" "$own/archives/partial" "$own/deb"
  # Package lists of our own: the machine's are of its own suite.
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian $name main" > "$own/sources.list"
  apt() {
    apt-get -qq -o Dir::State::Lists="$own/lists" -o Dir::Cache="$own/archives" -o Dir::Etc::sourcelist="$own/sources.list" -o Dir::Etc::sourceparts=- \
      -o Debug::NoLocking=1 -o APT::Sandbox::User="$(id -un)" -o Acquire::http::Timeout=15 -o Acquire::Retries=1 "$@"
  }
  { apt update && (cd "$own/deb" && apt download "$package/$name") && dpkg-deb -x "$own/deb/${package}"_*.deb "$cache/$name"; } 2>&1 | grep -v '^W:' >&2
  [ -x "$cache/$name/usr/bin/kubectl" ] && rm -rf "$own" || failed="$failed $suite"
done
[ -z "$failed" ] || { say "missing:" $failed; exit 1; }
