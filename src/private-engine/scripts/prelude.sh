#!/bin/sh
# What the scripts of private engines begin with, those of dockline and those of its tests (scripts/engine): an error ends them, and
# administrators' programs are found.
set -eu
umask 022
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin
export PATH

# Prints the name of an iptables that works here, not only exists; nothing if there is none.
working_iptables() {
  for name in iptables iptables-legacy; do
    if "$name" -w -t nat -L -n > /dev/null 2>&1; then
      echo "$name"
      return
    fi
  done
}

# private_sys DIRECTORY: /sys as this network namespace sees it, with the host's control groups. DIRECTORY is empty and used meanwhile.
private_sys() {
  mount --rbind /sys/fs/cgroup "$1"
  mount -t sysfs dockline /sys
  mount --move "$1" /sys/fs/cgroup
}

# legacy_iptables DIRECTORY: programs called iptables and ip6tables in DIRECTORY, which are the legacy ones.
legacy_iptables() {
  for tool in iptables ip6tables; do ln -s "$(command -v $tool-legacy)" "$1/$tool"; done
}
