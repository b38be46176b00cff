#!/bin/sh
# inside.sh DIRECTORY HOST-NAME SOCKET DAEMON...: in all namespaces of its own, but with the system's mounts yet. Stays the daemon's parent.
folder=$1 name=$2 socket=$3
shift 3
echo "$name" > /proc/sys/kernel/hostname
cd "$folder"
# Name servers, from behind a link into /run if need be; a server on this machine's loopback is out of reach.
resolv=$(readlink -m /etc/resolv.conf) from=/etc/resolv.conf
if [ -e /run/systemd/resolve/resolv.conf ]; then from=/run/systemd/resolve/resolv.conf; fi
cp -f "$from" resolv.conf 2> /dev/null || : > resolv.conf
# Networks of others would not end while we hold them.
for other in /run/netns /run/docker/netns; do umount -R $other 2> /dev/null || true; done
mount -t tmpfs -o mode=755 dockline /run
mkdir -p /run/lock /run/bin "$folder" "$(dirname "$resolv")"
if [ "$(stat -c %d:%i .)" != "$(stat -c %d:%i "$folder")" ]; then mount --bind . "$folder"; cd "$folder"; fi
# Containers that are given the engine's socket by its usual name.
ln -s "$socket" /run/docker.sock
[ -e "$resolv" ] || : > "$resolv"
mount --bind resolv.conf "$resolv"
# Podman's locks, and a cache of which no option says where it is.
mount -t tmpfs -o mode=1777 dockline /dev/shm
case $1 in
*/podman)
  if ! [ -d /var/lib/containers ]; then mkdir -m 700 /var/lib/containers; : > made; fi
  mkdir -p data/var
  mount --bind data/var /var/lib/containers ;;
esac
mkdir /run/cgroup
private_sys /run/cgroup
case $(working_iptables) in
iptables-legacy)
  legacy_iptables /run/bin
  PATH=/run/bin:$PATH ;;
"") if [ "$1" = dockerd ]; then set -- "$@" --iptables=false --ip6tables=false; fi ;;
esac
# As the first process of its namespace a shell buries what daemons leave.
"$@" &
daemon=$!
trap 'kill -TERM "$daemon"' TERM
code=0
while kill -0 $daemon 2> /dev/null; do wait $daemon && code=0 || code=$?; done
exit $code
