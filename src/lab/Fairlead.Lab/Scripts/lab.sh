#!/bin/sh
# lab.sh APPS PROGRAM…: first process of a lab's process namespace. Makes the lab's mounts its own, starts the supervisor and waits for
# orphans; when the supervisor ends, however it ends, this ends, and with it everything in the namespace.
set -e
. "${0%/*}/mounts.sh"
apps=$1; shift
mount -n --make-rprivate /
mount -n -t proc proc /proc
mount -n -t sysfs sysfs /sys
fresh_run "$apps"
mount -n -t tmpfs -o mode=755 tmpfs /dev/shm
exec 3<&0                        # what runs in the background is given /dev/null as its standard input
set +e
"$@" <&3 3<&- &
wait $!
