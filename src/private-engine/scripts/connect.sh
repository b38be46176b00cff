#!/bin/sh
# connect.sh DIRECTORY PROCESS: in the system's network, makes the pair of interfaces that leads into the network of PROCESS.
# A name is taken by making the interface, which two at once cannot both do.
folder=$1 target=$2
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
uplink=$(ip -4 route show default | sed -n 's/.* dev \([^ ]*\).*/\1/p' | head -n 1)
tables=$(working_iptables)
if [ -z "$uplink" ] || [ -z "$tables" ]; then
  echo "containers will not reach other networks: no default route, or no working iptables" >&2
  exit 0
fi
echo "$tables $uplink $(cat /proc/sys/net/ipv4/conf/"$uplink"/forwarding)" > "$folder/translation"
$tables -w -t nat -I POSTROUTING -s "$far/32" ! -o $link -j MASQUERADE
$tables -w -I FORWARD -i $link -j ACCEPT
$tables -w -I FORWARD -o $link -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
echo 1 > /proc/sys/net/ipv4/conf/$link/forwarding
echo 1 > /proc/sys/net/ipv4/conf/"$uplink"/forwarding
