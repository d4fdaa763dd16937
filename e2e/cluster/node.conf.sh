# Sourced after lib.sh: the names and addresses of one test node. Two nodes side by side need another
# DROPWHY_NODE and another DROPWHY_NODE_NET.
NODE_NAME=${DROPWHY_NODE:-dropwhy-node}        # names the network namespace, the cgroup and the Kubernetes node
NODE_NET=${DROPWHY_NODE_NET:-10.199.0}         # first three bytes of the link between the machine and the node
NODE_IP=$NODE_NET.2
RUN=${DROPWHY_NODE_HOME:-/tmp/$NODE_NAME}      # everything the node writes; gone after node-down.sh
LINK=dwn$(printf %s "$NODE_NAME" | cksum | cut -c1-8)
LOGS=$RUN/logs
KUBECONFIG_FILE=$RUN/pki/admin.kubeconfig
NODE_PATH=$ASSETS/bin:$ASSETS/debian/usr/bin:$ASSETS/debian/usr/sbin:$PATH
node_runs() { [ -e "$RUN/init.pid" ] && kill -0 "$(cat "$RUN/init.pid")" 2>/dev/null; }
