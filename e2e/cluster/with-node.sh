#!/bin/bash
# with-node.sh COMMAND…: starts a node, runs the command with KUBECONFIG and DROPWHY_NODE_EXEC (the way into the node) set,
# and takes the node down again whatever happens. The command's exit status is the script's.
here=$(dirname "$(readlink -f "$0")")
trap '"$here/node-down.sh"' EXIT
trap 'exit 130' INT TERM
KUBECONFIG=$("$here/node-up.sh") || exit 1
export KUBECONFIG DROPWHY_E2E_KUBECONFIG=$KUBECONFIG DROPWHY_E2E_IN_NODE=$here/in-node.sh
"$@"
