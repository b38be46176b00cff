#!/bin/sh
# private-view.sh SCRATCH ETC LAYERS NAME COMMAND...
# Runs COMMAND with a view of the system in which the packages in LAYERS are installed and ETC is laid over /etc.
# To be started in fresh mount, pid and UTS namespaces: whatever is mounted here ends with its last process.
#   SCRATCH  an empty folder to mount on      ETC     a folder; its docker/ stays writable from outside
#   LAYERS   folders with a usr, "a:b" or ""  NAME    the host name
# shellcheck source=src/private-engine/scripts/prelude.sh
. "$(dirname "$0")/../../src/private-engine/scripts/prelude.sh"
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

private_sys "$scratch/cgroup"

export PATH="$scratch/bin:/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin"
if [ "$(working_iptables)" = iptables-legacy ]; then legacy_iptables "$scratch/bin"; fi
exec "$@"
