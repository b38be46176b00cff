#!/bin/sh
# release.sh DIRECTORY CGROUP...: gives back what the system lent, after the end of the processes. What is gone already is no error.
# Forwarding stays on if another private engine needs it.
folder=$1
shift
if [ -e "$folder/network" ]; then
  read -r link _ far < "$folder/network"
  ip link del "$link" 2> /dev/null || true
  if [ -e "$folder/translation" ]; then
    read -r tables uplink before < "$folder/translation"
    $tables -w -t nat -D POSTROUTING -s "$far/32" ! -o "$link" -j MASQUERADE 2> /dev/null || true
    $tables -w -D FORWARD -i "$link" -j ACCEPT 2> /dev/null || true
    $tables -w -D FORWARD -o $link -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT 2> /dev/null || true
    if [ "$before" = 0 ] && ! ip -o link show | grep -q ' dockline-e[0-9]'; then
      echo 0 > /proc/sys/net/ipv4/conf/"$uplink"/forwarding 2> /dev/null || true
    fi
  fi
  rm -f "$folder/network" "$folder/translation"
fi
if [ -e "$folder/made" ]; then
  rmdir /var/lib/containers 2> /dev/null || true
  rm -f "$folder/made"
fi
for name; do
  for group in /sys/fs/cgroup/"$name" /sys/fs/cgroup/*/"$name"; do
    # The kernel lets go of a group a moment after its last process.
    for _ in 1 2 3 4 5 6 7 8 9 10; do
      [ -d "$group" ] || break
      find "$group" -depth -type d -exec rmdir {} + 2> /dev/null || sleep 0.1
    done
  done
done
