# Sourced by the scripts beside it: how a lab, a host and a pod get mounts of their own.

# overlay FOLDER [LOWER…]: what is written below FOLDER stays in /run, and goes with it. What LOWER
# folders have besides the machine's own is seen too.
overlay() {
  folder=$1 lower=$1; shift
  for layer; do [ ! -d "$layer" ] || lower=$lower:$layer; done
  store=/run/overlays$folder
  mkdir -p "$store/upper" "$store/work"
  options=lowerdir=$lower,upperdir=$store/upper,workdir=$store/work
  # userxattr is what an overlay in a user namespace needs; kernels before 5.11 do not know it.
  mount -n -t overlay overlay -o "$options,userxattr" "$folder" 2>/dev/null || mount -n -t overlay overlay -o "$options" "$folder"
}

# fresh_run APPS: an empty /run in which APPS is found at /run/fairlead-lab/apps, wherever it lay, below /run, /mnt or /var/lib too.
fresh_run() {
  cd "$1"                        # as a working directory it stays reachable when the next mount hides it
  mount -n -t tmpfs -o mode=755 tmpfs /mnt
  mkdir -p /mnt/fairlead-lab/apps /mnt/fairlead-lab/tmp /mnt/lock
  mount -n -c --rbind . /mnt/fairlead-lab/apps
  cd /
  mount -n --move /mnt /run
}

# What a process tree needs whose first process is a shell: somebody who waits for orphans.
hold() {
  trap 'exit 0' TERM
  while :; do sleep 86400 & wait $! || true; done   # the sleep too may be killed by whoever is in there
}
