#!/bin/sh
# isolate.sh DIRECTORY CONNECT INSIDE HOST-NAME SOCKET DAEMON...: in a network of its own. CONNECT and INSIDE are the texts of those
# scripts. Descriptor 8 is the system's network.
folder=$1 connect=$2 inside=$3
shift 3
nsenter --net=/proc/self/fd/8 sh -c "$connect" connect "$folder" $$
exec 8<&-
read -r _ near far < "$folder/network"
ip link set lo up
ip addr add "$far/30" dev eth0
ip link set eth0 up
ip route add default via "$near"
echo 1 > /proc/sys/net/ipv4/ip_forward
exec unshare -m -u -i -p -f --mount-proc --kill-child=KILL sh -c "$inside" inside "$folder" "$@"
