#!/bin/sh
# Network of the private engines: each has a namespace of its own, plugged into one switch, itself in a namespace, so
# that traffic between engines never meets the host's packet filter. On the host there is one interface, dockline0.
#   network.sh up NAME          prints "ADDRESS PORT"
#   network.sh down NAME PORT   the last one takes the switch along
# DOCKLINE_ENGINE_NET: the first three numbers of the network (a /24).
set -eu
net=${DOCKLINE_ENGINE_NET:-10.213.77}
switch=dockline-switch
ns=dockline-$2

# One at a time. A folder is locked, as a lock file would stay behind (not /run/netns: ip locks that itself).
exec 9< /run
flock 9

make_switch() {
  ip netns add $switch
  ip -n $switch link set lo up
  ip -n $switch link add br0 type bridge
  ip -n $switch link set br0 up
  ip link add dockline0 type veth peer name p1 netns $switch
  ip -n $switch link set p1 master br0 up
  ip addr add "$net.1/24" dev dockline0
  ip link set dockline0 up
}

case $1 in
up)
  # A run that was killed half-way leaves a switch without its end on the host: make it anew.
  if [ -e /run/netns/$switch ] && ! ip link show dockline0 > /dev/null 2>&1; then ip netns del $switch; fi
  [ -e /run/netns/$switch ] || make_switch
  port=2
  while ip -n $switch link show "p$port" > /dev/null 2>&1; do
    port=$((port + 1))
    if [ $port -gt 254 ]; then echo "no address left in $net.0/24" >&2; exit 1; fi
  done
  ip netns add "$ns"
  ip -n "$ns" link set lo up
  ip -n "$ns" link add eth0 type veth peer name "p$port" netns $switch
  ip -n $switch link set "p$port" master br0 up
  ip -n "$ns" addr add "$net.$port/24" dev eth0
  ip -n "$ns" link set eth0 up
  # No default route, on purpose: a look-up of a public registry then fails at once, not after 20 seconds.
  nsenter --net="/run/netns/$ns" sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward'
  # The host may still know the last tenant of the address: it would talk to nobody for half a minute.
  ip neigh flush to "$net.$port" dev dockline0 2> /dev/null || true
  echo "$net.$port p$port"
  ;;
down)
  ip -n $switch link del "$3" 2> /dev/null || true
  if [ -e "/run/netns/$ns" ]; then ip netns del "$ns"; fi
  if [ -e /run/netns/$switch ] && ! ip -n $switch -o link show type veth | grep -qv ': p1@'; then
    ip link del dockline0 2> /dev/null || true
    ip netns del $switch
  fi
  ;;
esac
