#!/usr/bin/env bash
# Unpacks the programs that tests and benchmarks hold Fairlead against below the user's cache; nothing is installed. A lab lays them over
# /usr and /etc of its hosts. Without a network, what was fetched before is used; what is missing is named, and the exit status is 1.
# usage: eng/peers.sh [--path]     --path only prints the folder
set -u -o pipefail
cache=${XDG_CACHE_HOME:-$HOME/.cache}/fairlead/peers
root=$cache/root
[ "${1:-}" != --path ] || { echo "$root"; exit 0; }
say() { echo "peers: $*" >&2; }

# Package and a file by which one sees that it is there.
peers="podman:usr/bin/podman containerd:usr/bin/containerd crun:usr/bin/crun containernetworking-plugins:usr/lib/cni/ptp
       nftables:usr/sbin/nft conntrack:usr/sbin/conntrack busybox-static:usr/bin/busybox iptables:usr/sbin/iptables-legacy
       iproute2:usr/sbin/ip strace:usr/bin/strace ipset:usr/sbin/ipset tcpdump:usr/bin/tcpdump iputils-ping:usr/bin/ping"

missing() { # the packages that neither the machine nor the cache has
  local peer file
  for peer in $peers; do
    file=${peer#*:}
    [ -e "/$file" ] || [ -e "$root/$file" ] || [ -e "$root/${file#usr/}" ] || echo "${peer%%:*}"
  done
}

[ -n "$(missing)" ] || exit 0
if ! command -v apt-get >/dev/null || ! command -v dpkg-deb >/dev/null; then
  say "only Debian's package manager is known here; missing:" $(missing); exit 1
fi
mkdir -p "$cache/deb" "$cache/lists/partial" "$cache/archives/partial" "$root" || { say "cannot write $cache; missing:" $(missing); exit 1; }
exec 9>"$cache/lock"; flock 9

# Package lists of our own: the machine's may be empty, and only root may fill them. As root apt would give the work to a user who may
# not read this folder.
apt() {
  apt-get -qq -o Dir::State::Lists="$cache/lists" -o Dir::Cache="$cache/archives" -o Debug::NoLocking=1 -o APT::Sandbox::User="$(id -un)" \
    -o Acquire::http::Timeout=15 -o Acquire::https::Timeout=15 -o Acquire::Retries=1 "$@"
}

wanted=$(missing)
[ -n "$wanted" ] || exit 0            # somebody else has fetched them while we waited
say "fetching" $wanted
uris() { apt install --no-install-recommends --print-uris -y $wanted | awk -F"'" '/^'\''/ { print $2 }'; }
[ -n "$(ls -A "$cache/lists" 2>/dev/null | grep -v partial)" ] || apt update 2>/dev/null || say "the package lists cannot be fetched"
list=$(uris 2>/dev/null) || { apt update 2>/dev/null; list=$(uris 2>/dev/null); }
names=$(sed -E 's|.*/([^/_]+)_[^/]*$|\1|; s/%2b/+/g' <<< "$list")
[ -z "$names" ] || (cd "$cache/deb" && apt download $names 2>&1 | grep -v '^W:' >&2)

for package in "$cache"/deb/*.deb; do
  [ -e "$package" ] || continue
  done=$root/.${package##*/}
  [ -e "$done" ] || { dpkg-deb -x "$package" "$root" && touch "$done"; }
done
# Debian's /bin is /usr/bin, but not in every package.
for folder in bin sbin lib; do
  [ ! -d "$root/$folder" ] || [ -L "$root/$folder" ] || { mkdir -p "$root/usr/$folder"; cp -a "$root/$folder/." "$root/usr/$folder/"; }
done

wanted=$(missing)
[ -z "$wanted" ] || { say "missing:" $wanted; exit 1; }
