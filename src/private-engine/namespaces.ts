/**
 * A daemon of root's beside the system's own: its network, mounts, processes and host name are in namespaces of their own,
 * so that it sees neither the other's bridge, packet filter and sockets nor leaves any of its own behind. One pair of
 * interfaces leads to it, with address translation to the outside where the system's packet filter can.
 */

import type { Place } from "./place.js";

/** All scripts: an error ends them, and administrators' programs are found. */
const BEGIN = `set -eu
umask 022
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin
export PATH
`;

/** Tells an iptables that works here from one that is only there. */
const FILTER = `filter() { "$1" -w -t nat -L -n > /dev/null 2>&1; }
tables=
for name in iptables iptables-legacy; do if filter $name; then tables=$name; break; fi; done
`;

/**
 * In the system's network; $1 folder, $2 the process in whose network the far end shall be. A name is taken by making the
 * interface, which two at once cannot both do.
 */
const CONNECT = `${BEGIN}folder=$1 target=$2
for base in 10.213.78 172.29.213 192.168.213; do
  if ! ip -4 route show match $base.0/24 | grep -qv '^default'; then break; fi
done
n=0
until ip link add dockline-e$n type veth peer name eth0 netns "$target" 2> /dev/null; do
  n=$((n + 1))
  if [ $n -gt 60 ]; then echo "no network interface could be made for the engine" >&2; exit 1; fi
done
link=dockline-e$n near=$base.$((n * 4 + 1)) far=$base.$((n * 4 + 2))
echo "$link $near $far" > "$folder/network"
ip addr add "$near/30" dev $link
ip link set $link up
# The system may still know the last tenant of the address.
ip neigh flush to "$far" dev $link 2> /dev/null || true
uplink=$(ip -4 route show default | sed -n 's/.* dev \\([^ ]*\\).*/\\1/p' | head -n 1)
${FILTER}if [ -z "$uplink" ] || [ -z "$tables" ]; then
  echo "containers will not reach other networks: no default route, or no working iptables" >&2
  exit 0
fi
echo "$tables $uplink $(cat /proc/sys/net/ipv4/conf/$uplink/forwarding)" > "$folder/translation"
$tables -w -t nat -I POSTROUTING -s "$far/32" ! -o $link -j MASQUERADE
$tables -w -I FORWARD -i $link -j ACCEPT
$tables -w -I FORWARD -o $link -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
echo 1 > /proc/sys/net/ipv4/conf/$link/forwarding
echo 1 > /proc/sys/net/ipv4/conf/$uplink/forwarding
`;

/** In all namespaces of its own but with the system's mounts yet; $1 folder, $2 host name, $3 socket, then the daemon, whose parent this stays. */
const INSIDE = `${BEGIN}folder=$1 name=$2 socket=$3
shift 3
echo "$name" > /proc/sys/kernel/hostname
cd "$folder"
# Name servers, from behind a link into /run if need be; a server on this machine's loopback is out of reach.
resolv=$(readlink -m /etc/resolv.conf) from=/etc/resolv.conf
if [ -e /run/systemd/resolve/resolv.conf ]; then from=/run/systemd/resolve/resolv.conf; fi
cp -f $from resolv.conf 2> /dev/null || : > resolv.conf
# Networks of others would not end while we hold them.
for other in /run/netns /run/docker/netns; do umount -R $other 2> /dev/null || true; done
mount -t tmpfs -o mode=755 dockline /run
mkdir -p /run/lock /run/bin "$folder" "$(dirname "$resolv")"
if ! [ . -ef "$folder" ]; then mount --bind . "$folder"; cd "$folder"; fi
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
# /sys as this network sees it, with the system's control groups.
mkdir /run/cgroup
mount --rbind /sys/fs/cgroup /run/cgroup
mount -t sysfs dockline /sys
mount --move /run/cgroup /sys/fs/cgroup
${FILTER}case $tables in
iptables-legacy)
  for tool in iptables ip6tables; do ln -s "$(command -v $tool-legacy)" /run/bin/$tool; done
  PATH=/run/bin:$PATH ;;
"") if [ "$1" = dockerd ]; then set -- "$@" --iptables=false --ip6tables=false; fi ;;
esac
# As the first process of its namespace a shell buries what daemons leave.
"$@" &
daemon=$!
trap 'kill -TERM $daemon' TERM
code=0
while kill -0 $daemon 2> /dev/null; do wait $daemon && code=0 || code=$?; done
exit $code
`;

/** In a network of its own; $1 folder, $2 and $3 the scripts above, $4 host name, $5 socket, then the daemon. Descriptor 8 is the system's network. */
const ISOLATE = `${BEGIN}folder=$1 connect=$2 inside=$3
shift 3
nsenter --net=/proc/self/fd/8 sh -c "$connect" connect "$folder" $$
exec 8<&-
read -r link near far < "$folder/network"
ip link set lo up
ip addr add "$far/30" dev eth0
ip link set eth0 up
ip route add default via "$near"
echo 1 > /proc/sys/net/ipv4/ip_forward
exec unshare -m -u -i -p -f --mount-proc --kill-child=KILL sh -c "$inside" inside "$folder" "$@"
`;

/** The command that runs `daemon` in there, for as long as it lives. Its only child is the first process of the namespace. */
export function inNamespaces({ folder, socket }: Place, name: string, daemon: readonly string[]): string[] {
  const start = `${BEGIN}exec 8< /proc/self/ns/net; exec unshare -n sh -c "$@"`;
  return ["sh", "-c", start, "engine", ISOLATE, "isolate", folder, CONNECT, INSIDE, name, socket, ...daemon];
}

/**
 * Takes back what the system was lent, after the end of the processes; $1 folder, then names of control groups. What is gone
 * already is no error. Forwarding is left on where another such engine needs it.
 */
const RELEASE = `${BEGIN}folder=$1
shift
if [ -e "$folder/network" ]; then
  read -r link near far < "$folder/network"
  ip link del "$link" 2> /dev/null || true
  if [ -e "$folder/translation" ]; then
    read -r tables uplink before < "$folder/translation"
    $tables -w -t nat -D POSTROUTING -s "$far/32" ! -o $link -j MASQUERADE 2> /dev/null || true
    $tables -w -D FORWARD -i $link -j ACCEPT 2> /dev/null || true
    $tables -w -D FORWARD -o $link -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT 2> /dev/null || true
    if [ "$before" = 0 ] && ! ip -o link show | grep -q ' dockline-e[0-9]'; then
      echo 0 > /proc/sys/net/ipv4/conf/$uplink/forwarding 2> /dev/null || true
    fi
  fi
  rm -f "$folder/network" "$folder/translation"
fi
if [ -e "$folder/made" ]; then
  rmdir /var/lib/containers 2> /dev/null || true
  rm -f "$folder/made"
fi
for name; do
  for group in /sys/fs/cgroup/$name /sys/fs/cgroup/*/$name; do
    # The kernel lets go of a group a moment after its last process.
    for attempt in 1 2 3 4 5 6 7 8 9 10; do
      [ -d "$group" ] || break
      find "$group" -depth -type d -exec rmdir {} + 2> /dev/null || sleep 0.1
    done
  done
done
`;

export function release(folder: string, cgroups: readonly string[]): string[] {
  return ["sh", "-c", RELEASE, "release", folder, ...cgroups];
}
