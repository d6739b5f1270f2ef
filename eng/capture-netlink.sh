#!/usr/bin/env bash
# Records what ip, bridge, nft and conntrack say to the kernel and what it answers, as the fixtures of the codecs' tests: hexadecimal,
# a line a datagram, > to the kernel and < from it, below the command as a comment. Everything happens in a network namespace of its own.
# usage: eng/capture-netlink.sh FOLDER     needs strace, iproute2, nftables, conntrack and the right to make namespaces
set -eu -o pipefail
folder=$(realpath "${1:?a folder for the fixtures}")
here=$(dirname "$(realpath "$0")")
if [ "${2:-}" != inside ]; then exec unshare --user --map-root-user --net "$0" "$folder" inside; fi

peers=$("$here/peers.sh" --path)
libraries=$peers/usr/lib/x86_64-linux-gnu:$peers/lib/x86_64-linux-gnu
trace=$(mktemp); trap 'rm -f "$trace"' EXIT

program() { # where a program is: on the machine, or among the peers
  command -v "$1" || { local found; for found in "$peers"/usr/sbin/$1 "$peers"/sbin/$1; do [ ! -x "$found" ] || { echo "$found"; return; }; done; echo "capture: no $1" >&2; exit 1; }
}

run() { # FILE COMMAND…: appends the command and its datagrams
  local file=$folder/$1 name=$2; shift 2
  echo "# $name $*" >> "$file"
  LD_LIBRARY_PATH=$libraries strace -qq -E LD_LIBRARY_PATH="$libraries" -o "$trace" -e trace=sendto,sendmsg,recvmsg,recvfrom -e read=all -e write=all \
    "$(program "$name")" "$@" > /dev/null
  # Every program asks for all links first, to know their names: once is enough.
  awk -v links="$1" '
    function flush() {
      if (way == ">") left_out = substr(line, 9, 4) == "1200" && links != "-details"
      if (line != "" && !left_out) print way " " line
      line = ""
    }
    /^send/ { flush(); way = ">" }
    /^recv/ { flush(); way = "<" }
    /^ \| / { octets = substr($0, 11, 49); gsub(/ /, "", octets); line = line octets }
    END { flush() }' "$trace" >> "$file"
}

change() { run changes.hex "$@"; sed -i "/^</d" "$folder/changes.hex"; } # the answers say only that all went well
show() { run dumps.hex "$@"; }
mac() { printf '02:00:00:00:00:%02x' "$1"; }

rm -f "$folder"/changes.hex "$folder"/dumps.hex
sysctl -qw net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.all.accept_dad=0
change ip link set lo up
change ip link add name flhost index 4711 mtu 1400 group 64023 address "$(mac 1)" type veth peer name fleth index 4712 mtu 1400 address "$(mac 2)"
change ip link add name flbr index 4713 mtu 1400 address "$(mac 3)" type bridge
change ip link add name flvx index 4714 mtu 1350 address "$(mac 4)" type vxlan id 42 local 172.16.10.1 dstport 8472 nolearning
change ip link add name flvx6 index 4718 mtu 1330 address "$(mac 8)" type vxlan id 43 local fd16::1 dstport 4789 dev flhost
change ip link add name flmac index 4715 link flhost mtu 1400 address "$(mac 5)" type macvlan mode bridge
change ip link add name flport index 4716 mtu 1400 address "$(mac 6)" type veth peer name flfar index 4717 mtu 1400 address "$(mac 7)"
for link in flhost flbr flvx flvx6 flmac flport; do
  change ip link set "$link" alias "fairlead:$link"
  change ip link set "$link" addrgenmode none
done
change ip link set flport master flbr
for link in flhost fleth flbr flvx flvx6 flmac flport flfar; do change ip link set "$link" up; done
change ip addr add 172.16.10.1/24 dev flhost
change ip addr add fd16::1/64 dev flhost nodad
change ip route add 10.244.1.7/32 dev flhost proto 241 scope link src 172.16.10.1
change ip route add default via 169.254.1.1 dev flhost onlink proto 241 table 1000
change ip route add 10.9.0.0/16 via 172.16.10.2 proto 241 metric 77
change ip route add unreachable 10.244.1.0/24 proto 241 metric 4294967294
change ip route add 10.10.0.0/16 proto 241 nexthop via 172.16.10.2 dev flhost nexthop via 172.16.10.3 dev flhost
change ip -6 route add fd10::7/128 dev flhost proto 241
change ip -6 route add default via fe80::1 dev flhost onlink proto 241 table 1000
change ip -6 route add unreachable fd10::/64 proto 241 metric 4294967294
change ip rule add priority 500 fwmark 0x100/0xf00 lookup 1000 protocol 241
change ip rule add priority 501 lookup 100 protocol 241
change ip -6 rule add priority 500 fwmark 0x100/0xf00 lookup 1000 protocol 241
change ip neigh add 10.244.1.7 lladdr "$(mac 2)" dev flhost nud permanent
change ip neigh add fd10::7 lladdr "$(mac 2)" dev flhost nud permanent
change bridge fdb add "$(mac 66)" dev flvx dst 172.16.10.3 self permanent
change bridge fdb append 00:00:00:00:00:00 dev flvx dst 172.16.10.3 self permanent
change bridge fdb append 00:00:00:00:00:00 dev flvx dst 172.16.10.4 self permanent
change bridge fdb add "$(mac 65)" dev flport master static
change nft -f "$folder/ruleset.nft"
change conntrack -I -s 10.244.1.7 -d 198.51.100.1 -p udp --sport 1000 --dport 53 -t 600
change conntrack -I -s 10.244.1.8 -d 198.51.100.1 -r 198.51.100.1 -q 172.16.10.1 -p tcp --sport 1001 --dport 80 --reply-port-src 80 --reply-port-dst 1001 -t 600 --state ESTABLISHED
change conntrack -I -s fd10::7 -d 2001:db8::1 -p udp --sport 1002 --dport 53 -t 600

show ip -details link show
show ip addr show
show ip -4 route show table all
show ip -6 route show table all
show ip -4 rule show
show ip -6 rule show
show ip neigh show nud all
show bridge fdb show
show nft list ruleset
show conntrack -L -f ipv4
show conntrack -L -f ipv6
