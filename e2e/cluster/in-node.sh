#!/bin/bash
# in-node.sh COMMAND…: runs a command in the node's namespaces, e.g. in-node.sh ip link add up0 type veth peer name sw0
. "$(dirname "$(readlink -f "$0")")/lib.sh"
. "$HERE/node.conf.sh"
export PATH=$NODE_PATH KUBECONFIG=$KUBECONFIG_FILE
exec nsenter --target "$(cat "$RUN/init.pid")" --mount --pid --net --uts --ipc --cgroup "$@"
