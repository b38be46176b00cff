#!/bin/sh
# private-view.sh SCRATCH ETC LAYERS NAME COMMAND...
# Runs COMMAND with a view of the system in which the packages in LAYERS are installed and ETC is laid over /etc.
# To be started in fresh mount, pid and UTS namespaces: whatever is mounted here ends with its last process.
#   SCRATCH  an empty folder to mount on      ETC     a folder; its docker/ stays writable from outside
#   LAYERS   folders with a usr, "a:b" or ""  NAME    the host name
set -eu
scratch=$1 etc=$2 layers=$3 name=$4
shift 4

echo "$name" > /proc/sys/kernel/hostname
mount -t tmpfs -o mode=755 dockline "$scratch"
mkdir "$scratch/cgroup" "$scratch/bin"

# writable FOLDER LAYERS: what is written below FOLDER goes to memory
writable() {
  mkdir -p "$scratch$1/upper" "$scratch$1/work"
  mount -t overlay -o "lowerdir=$2,upperdir=$scratch$1/upper,workdir=$scratch$1/work" dockline "$1"
}
writable /etc "$etc:/etc"
mount --bind "$etc/docker" /etc/docker

lower=$(echo "$layers" | sed 's,:,/usr:,g')
if [ -n "$lower" ]; then mount -t overlay -o "ro,lowerdir=$lower/usr:/usr" dockline /usr; fi

# Sockets, locks and namespaces of the system's own engine stay out of sight, and ours vanish with us.
mount -t tmpfs -o mode=755 dockline /run
mkdir -p /run/lock
if [ -d /opt ]; then writable /opt /opt; fi # containerd makes folders there

# /sys as our network namespace sees it, with the host's cgroups.
mount --rbind /sys/fs/cgroup "$scratch/cgroup"
mount -t sysfs dockline /sys
mount --move "$scratch/cgroup" /sys/fs/cgroup

export PATH="$scratch/bin:/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin"
if ! iptables -w -L -n > /dev/null 2>&1 && iptables-legacy -w -L -n > /dev/null 2>&1; then
  for tool in iptables ip6tables; do ln -s "$(command -v $tool-legacy)" "$scratch/bin/$tool"; done
fi
exec "$@"
