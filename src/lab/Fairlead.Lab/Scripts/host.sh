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
overlay /etc "$peers/etc"                             # before /var/lib: a user's home, and so PEERS, may lie there
mount -n -t tmpfs -o mode=755 tmpfs /var/lib
mount -n -t tmpfs -o mode=755 tmpfs /dev/shm         # podman would share its locks with the machine
[ ! -d /opt ] || overlay /opt
hostname "$name"
# Empty, whatever packages and machine bring: the lab's conflist is the only one. What is the machine's root's may not be removed by
# who is root in a user namespace only, but something may be mounted over it.
for folder in /etc/fairlead /etc/cni /opt/cni; do
  mkdir -p "$folder"
  mount -n -t tmpfs -o mode=755 tmpfs "$folder"
done
mkdir /etc/cni/net.d /opt/cni/bin
[ ! -e /usr/lib/cni/loopback ] || ln -sf /usr/lib/cni/loopback /opt/cni/bin/loopback
echo ready
exec >/dev/null 2>&1
hold
