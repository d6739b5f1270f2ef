#!/bin/sh
# node.sh FOLDER PROGRAM…: run in namespaces of its own, makes of them a node in which plug-ins may write what they like: what they leave in
# /run, /var/lib and /etc lies in FOLDER, in memory, and goes with the namespaces.
set -e
store=$1; shift
mount -n -t tmpfs -o mode=755 tmpfs "$store"
for folder in /run /var/lib /etc; do
  [ -d "$folder" ] || continue
  mkdir -p "$store$folder/upper" "$store$folder/work"
  options=lowerdir=$folder,upperdir=$store$folder/upper,workdir=$store$folder/work
  # userxattr is what an overlay in a user namespace needs; kernels before 5.11 do not know it.
  mount -n -t overlay overlay -o "$options,userxattr" "$folder" 2>/dev/null || mount -n -t overlay overlay -o "$options" "$folder"
done
# Where the reference plug-ins keep what they know. The machine's own is not for this node, and may not be ours to write.
for folder in /run/netns /run/cni /var/lib/cni; do
  mkdir -p "$folder"
  mount -n -t tmpfs -o mode=755 tmpfs "$folder"
done
exec "$@"
