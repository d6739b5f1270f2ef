#!/bin/sh
# host.sh NAME PEERS: first process of a host: mounts, name and processes of its own. PEERS is a folder with unpacked packages that are
# laid over /usr and /etc. Says "ready" and then only waits for orphans.
set -e
. "${0%/*}/mounts.sh"
name=$1 peers=$2
mount -n -t proc proc /proc
mount -n -t sysfs sysfs /sys
mount -n -t tmpfs -o mode=755 tmpfs /sys/fs/cgroup   # a fresh sysfs hides the cgroups, and container runtimes want something there
[ ! -d "$peers/usr" ] || mount -n -t overlay overlay -o "lowerdir=$peers/usr:/usr" /usr
fresh_run /run/fairlead-lab/apps
mkdir -p /run/netns
mount -n -t tmpfs -o mode=755 tmpfs /var/lib
mount -n -t tmpfs -o mode=755 tmpfs /dev/shm         # podman would share its locks with the machine
overlay /etc "$peers/etc"
[ ! -d /opt ] || overlay /opt
hostname "$name"
mkdir -p /etc/fairlead /etc/cni/net.d /opt/cni/bin
rm -f /etc/cni/net.d/*                               # what the packages and the machine bring: the lab's conflist is the only one
[ ! -e /usr/lib/cni/loopback ] || ln -sf /usr/lib/cni/loopback /opt/cni/bin/loopback
echo ready
exec >/dev/null 2>&1
hold
