#!/usr/bin/env bash
# Fetches an emulator (qemu) and Debian's cloud kernel below the user's cache and makes a disk of them that a virtual machine starts from:
# the tier that tests what the machine's own kernel lacks (./test --tier vm). Nothing is installed, no rights are needed. Without a
# network, what was fetched before is used; what is missing is named, and the exit status is 1.
# usage: eng/vm.sh [--path]     --path only prints the folder: host/ (the emulator), kernel, start (the initramfs), disk
set -u -o pipefail
cache=${XDG_CACHE_HOME:-$HOME/.cache}/fairlead/vm
[ "${1:-}" != --path ] || { echo "$cache"; exit 0; }
say() { echo "vm: $*" >&2; }
. "$(dirname "$0")/find-dotnet.sh"

host_packages="qemu-system-x86 seabios"
guest_packages="linux-image-cloud-amd64 busybox-static iproute2 nftables conntrack iptables libstdc++6 libgcc-s1 zlib1g libssl3"
runtime=$(dirname "$(readlink -f "$(command -v dotnet)")")

[ "$(uname -m)" = x86_64 ] || { say "only x86_64 is known here"; exit 1; }
mkdir -p "$cache/lists/partial" "$cache/archives/partial" || { say "cannot write $cache"; exit 1; }
exec 9>"$cache/lock"; flock 9

# Package lists of our own, and an empty list of what is installed: what is unpacked brings every library that it needs.
: > "$cache/status"
apt() {
  apt-get -qq -o Dir::State::Lists="$cache/lists" -o Dir::State::status="$cache/status" -o Dir::Cache="$cache/archives" -o Debug::NoLocking=1 \
    -o APT::Sandbox::User="$(id -un)" -o Acquire::http::Timeout=15 -o Acquire::https::Timeout=15 -o Acquire::Retries=1 "$@"
}
names() { apt install --no-install-recommends --print-uris -y "$@" 2>/dev/null | sed -nE "s|^'.*/([^/_]+)_[^/]*'.*|\1|; T; s/%2b/+/g; p"; }

# usage: unpack FOLDER PACKAGE…     into FOLDER, once
unpack() {
  local root=$cache/$1 names package; shift
  [ ! -e "$root.is" ] || [ "$(< "$root.is")" != "$*" ] || return 0
  command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || { say "only Debian's package manager is known here; missing: $*"; return 1; }
  say "fetching $*"
  names=$(names "$@"); [ -n "$names" ] || { apt update 2>/dev/null; names=$(names "$@"); }
  [ -n "$names" ] || { say "the package lists cannot be fetched; missing: $*"; return 1; }
  rm -rf "$root" "$root.deb"; mkdir -p "$root/usr/"{bin,sbin,lib,lib64} "$root.deb"
  # As on Debian; packages of old have files in either place.
  for package in bin sbin lib lib64; do ln -s "usr/$package" "$root/$package"; done
  (cd "$root.deb" && apt download $names 2>&1 | grep -v '^W:' >&2)
  for package in "$root".deb/*.deb; do dpkg-deb --fsys-tarfile "$package" | tar -x -C "$root" --keep-directory-symlink || return 1; done
  [ "$(ls "$root.deb" | wc -l)" = "$(wc -w <<< "$names")" ] || { say "not everything could be fetched of: $*"; return 1; }
  rm -rf "$root.deb"; echo "$*" > "$root.is"
}

# A few megabytes that load the disk's driver and go on from there.
make_start() {
  local tree=$cache/tree modules=$1 module
  rm -rf "$tree"; mkdir -p "$tree"/{bin,dev,proc,sys,disk,modules}
  cp "$cache/guest/bin/busybox" "$tree/bin/"
  for module in virtio_ring virtio virtio_pci_modern_dev virtio_pci_legacy_dev virtio_pci virtio_blk; do
    find "$modules" -name "$module.ko" -exec cp {} "$tree/modules/" \;
  done
  cat > "$tree/init" <<'INIT'
#!/bin/busybox sh
/bin/busybox --install -s /bin
mount -t devtmpfs dev /dev; mount -t proc proc /proc; mount -t sysfs sys /sys
for module in virtio_ring virtio virtio_pci_modern_dev virtio_pci_legacy_dev virtio_pci virtio_blk; do
  [ ! -e /modules/$module.ko ] || insmod /modules/$module.ko
done
mount -t ext4 /dev/vda /disk && mount -t ext4 -o ro /dev/vdb /disk/tests && mount --move /dev /disk/dev && umount /proc /sys
exec switch_root /disk /init
INIT
  chmod +x "$tree/init"
  (cd "$tree" && find . | "$cache/guest/bin/busybox" cpio -o -H newc 2>/dev/null | gzip -1) > "$cache/start" && rm -rf "$tree"
}

make_disk() {
  local tree=$cache/tree version=$1
  rm -rf "$tree"; mkdir -p "$tree"/{tests,dev,proc,sys,tmp,run,root,etc,var/tmp,usr/share}
  cp -a "$cache/guest/." "$tree/"
  rm -rf "$tree"/usr/share/{doc,man,locale,bug,lintian} "$tree/boot" "$tree/usr/lib/modules/$version/kernel/"{drivers/gpu,drivers/scsi,drivers/md,sound}
  mkdir -p "$tree/usr/share/dotnet/host"
  cp -a "$runtime/dotnet" "$tree/usr/share/dotnet/"; cp -a "$runtime/host/fxr" "$tree/usr/share/dotnet/host/"; cp -a "$runtime/shared" "$tree/usr/share/dotnet/"
  ln -sf ../share/dotnet/dotnet "$tree/usr/bin/dotnet"
  ln -sf ../bin/busybox "$tree/usr/sbin/modprobe"
  "$cache/guest/bin/busybox" depmod -b "$tree" "$version" || return 1
  printf 'root:x:0:0:root:/root:/bin/sh\n' > "$tree/etc/passwd"; printf 'root:x:0:\n' > "$tree/etc/group"
  cat > "$tree/init" <<'INIT'
#!/bin/busybox sh
/bin/busybox --install -s /usr/local/bin 2>/dev/null
export PATH=/usr/sbin:/usr/bin:/usr/local/bin HOME=/tmp LANG=C.UTF-8 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
mount -t proc proc /proc; mount -t sysfs sys /sys; mount -t tmpfs tmp /tmp; mount -t tmpfs run /run; mkdir -p /dev/pts /dev/shm; mount -t devpts pts /dev/pts; mount -t tmpfs shm /dev/shm
ln -sf /proc/self/fd /dev/fd; ip link set lo up
sh /tests/run
sync; poweroff -f
INIT
  chmod +x "$tree/init"; mkdir -p "$tree/usr/local/bin"
  rm -f "$cache/disk"; PATH=$PATH:/usr/sbin:/sbin mke2fs -q -t ext4 -O ^has_journal -m 0 -d "$tree" "$cache/disk" 600M >&2 && rm -rf "$tree"
}

unpack host $host_packages || exit 1
unpack guest $guest_packages || exit 1
is="$guest_packages $("$runtime/dotnet" --list-runtimes | tr '\n' ' ') $(sha256sum < "$0")"
if [ ! -e "$cache/disk.is" ] || [ "$(< "$cache/disk.is")" != "$is" ]; then
  PATH=$PATH:/usr/sbin:/sbin command -v mke2fs >/dev/null || { say "mke2fs is missing: install e2fsprogs"; exit 1; }
  version=$(ls "$cache/guest/usr/lib/modules")
  say "making the disk of kernel $version"
  make_start "$cache/guest/usr/lib/modules/$version" && make_disk "$version" && cp "$cache/guest/boot/vmlinuz-$version" "$cache/kernel" && echo "$is" > "$cache/disk.is" || { say "the disk cannot be made"; exit 1; }
fi
