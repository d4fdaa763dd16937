#!/bin/bash
# Stops the node that node-up.sh started and removes all that it made: processes, namespaces, veth, cgroups, files.
. "$(dirname "$(readlink -f "$0")")/lib.sh"
. "$HERE/node.conf.sh"
set +e

if [ -e "$RUN/unshare.pid" ]; then
  # Killing PID 1 of its PID namespace takes every container with it.
  kill -9 $(cat "$RUN/init.pid" 2>/dev/null) $(cat "$RUN/unshare.pid") 2>/dev/null
  for _ in $(seq 100); do kill -0 "$(cat "$RUN/unshare.pid")" 2>/dev/null || break; sleep 0.1; done
fi
ip link del "$LINK" 2>/dev/null
ip netns del "$NODE_NAME" 2>/dev/null
if [ -e "$RUN/cgroups" ]; then
  for _ in $(seq 50); do
    left=0
    while read -r cgroup; do
      [ -d "$cgroup" ] || continue
      find "$cgroup" -depth -type d -exec rmdir {} + 2>/dev/null
      [ -d "$cgroup" ] && left=1
    done <"$RUN/cgroups"
    [ $left = 0 ] && break
    sleep 0.1
  done
fi
rm -rf "$RUN"
