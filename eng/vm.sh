#!/usr/bin/env bash
# Unpacks an emulator (qemu) and Debian's cloud kernel below the user's cache, for the tier that tests what the machine's own kernel lacks
# (./test --tier vm); nothing is installed. Without a network, what was fetched before is used; what is missing is named, and the exit
# status is 1.
# usage: eng/vm.sh [--path]     --path only prints the folder
set -u -o pipefail
cache=${XDG_CACHE_HOME:-$HOME/.cache}/fairlead/vm
root=$cache/root
[ "${1:-}" != --path ] || { echo "$root"; exit 0; }
say() { echo "vm: $*" >&2; }

# Package and a file by which one sees that it is there.
parts="qemu-system-x86:usr/bin/qemu-system-x86_64 qemu-system-data:usr/share/qemu/linuxboot_dma.bin seabios:usr/share/seabios/bios-256k.bin
       linux-image-cloud-amd64:boot/vmlinuz-* busybox-static:bin/busybox"

missing() {
  local part
  for part in $parts; do compgen -G "$root/${part#*:}" >/dev/null || echo "${part%%:*}"; done
}

[ -n "$(missing)" ] || exit 0
if [ "$(uname -m)" != x86_64 ]; then say "only x86_64 is known here"; exit 1; fi
if ! command -v apt-get >/dev/null || ! command -v dpkg-deb >/dev/null; then
  say "only Debian's package manager is known here; missing:" $(missing); exit 1
fi
mkdir -p "$cache/deb" "$cache/lists/partial" "$cache/archives/partial" "$root" || { say "cannot write $cache; missing:" $(missing); exit 1; }
exec 9>"$cache/lock"; flock 9

# Package lists of our own, and an empty list of what is installed: the unpacked emulator brings every library that it needs.
: > "$cache/status"
apt() {
  apt-get -qq -o Dir::State::Lists="$cache/lists" -o Dir::State::status="$cache/status" -o Dir::Cache="$cache/archives" -o Debug::NoLocking=1 \
    -o APT::Sandbox::User="$(id -un)" -o Acquire::http::Timeout=15 -o Acquire::https::Timeout=15 -o Acquire::Retries=1 "$@"
}

[ -n "$(missing)" ] || exit 0          # somebody else has fetched them while we waited
say "fetching" $(missing)
[ -n "$(ls -A "$cache/lists" 2>/dev/null | grep -v partial)" ] || apt update 2>/dev/null || say "the package lists cannot be fetched"
list() { apt install --no-install-recommends --print-uris -y qemu-system-x86 linux-image-cloud-amd64 busybox-static | awk -F"'" '/^'\''/ { print $2 }'; }
found=$(list 2>/dev/null) || { apt update 2>/dev/null; found=$(list 2>/dev/null); }
names=$(sed -E 's|.*/([^/_]+)_[^/]*$|\1|; s/%2b/+/g' <<< "$found")
[ -z "$names" ] || (cd "$cache/deb" && apt download $names 2>&1 | grep -v '^W:' >&2)

for package in "$cache"/deb/*.deb; do
  [ -e "$package" ] || continue
  done=$root/.${package##*/}
  [ -e "$done" ] || { dpkg-deb -x "$package" "$root" && touch "$done"; }
done

wanted=$(missing)
[ -z "$wanted" ] || { say "missing:" $wanted; exit 1; }
