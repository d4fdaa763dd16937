#!/bin/bash
# with-node.sh [IMAGE.tar… --] COMMAND…: starts a node with these images, runs the command, and takes the node down again
# whatever happens. The command's exit status is the script's. The command is told by
#   KUBECONFIG, DROPWHY_E2E_KUBECONFIG   the cluster
#   DROPWHY_E2E_NODE_PID                 a process in the node's namespaces: nsenter --target $DROPWHY_E2E_NODE_PID --net ip link
. "$(dirname "$(readlink -f "$0")")/lib.sh"
. "$HERE/node.conf.sh"
images=()
for argument in "$@"; do
  if [ "$argument" = -- ]; then
    while [ "$1" != -- ]; do images+=("$1"); shift; done
    shift
    break
  fi
done
if node_runs; then fail "node $NODE_NAME runs already; choose another DROPWHY_NODE and DROPWHY_NODE_NET."; fi
trap '"$HERE/node-down.sh"' EXIT
trap 'exit 130' INT TERM
KUBECONFIG=$("$HERE/node-up.sh" "${images[@]}")
export KUBECONFIG DROPWHY_E2E_KUBECONFIG=$KUBECONFIG
DROPWHY_E2E_NODE_PID=$(cat "$RUN/init.pid")
export DROPWHY_E2E_NODE_PID PATH=$PATH:$ASSETS/bin   # kubectl and helm, where the machine has none
"$@"
