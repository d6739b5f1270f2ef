#!/bin/sh
# pod.sh NAME NETNS: run in a node, makes a pod's sandbox: its network namespace is at NETNS as container runtimes leave it there, the other
# namespaces live as long as the process that says "ready".
set -e
case $1 in
  --inside)
    . "${0%/*}/mounts.sh"
    mount -n -t proc proc /proc
    mount -n -t sysfs sysfs /sys
    hostname "$2"
    echo ready
    exec >/dev/null 2>&1
    hold ;;
esac
mkdir -p "${2%/*}"
: > "$2"
# First the namespace's file, then what runs in it: `unshare --net=FILE --fork` mounts the file while the child runs already.
unshare --net="$2" true
exec nsenter --net="$2" unshare --mount --pid --uts --ipc --fork --kill-child "$0" --inside "$1"
