#!/bin/bash
# Starts a one-node Kubernetes on this machine, in namespaces of its own, and prints the path of its kubeconfig.
#   node-up.sh [IMAGE.tar…]      imports these images into the node once it is ready
# Needs root. The machine reaches the node over one veth pair; nothing else of the machine's network changes.
. "$(dirname "$(readlink -f "$0")")/lib.sh"
. "$HERE/node.conf.sh"
. "$HERE/image.sh"

[ "$(id -u)" = 0 ] || fail "a node needs root: it makes namespaces, cgroups and mounts."
if node_runs; then
  fail "node $NODE_NAME runs already (kubeconfig $KUBECONFIG_FILE); stop it with node-down.sh or choose another DROPWHY_NODE."
fi
"$HERE/assets.sh" --node >/dev/null
"$HERE/node-down.sh"   # what a run that was killed left behind

mkdir -p "$LOGS"
"$HERE/pki.sh" "$RUN/pki" "$NODE_NAME" "$NODE_IP"
single_file_image "$RUN/pause.tar" localhost/pause:1 "$ASSETS/debian/bin/busybox" /bin/busybox sleep 2147483647

ip netns add "$NODE_NAME"
ip link add "$LINK" type veth peer name eth0 netns "$NODE_NAME"
ip addr add "$NODE_NET.1/24" dev "$LINK"
ip link set "$LINK" up
ip -n "$NODE_NAME" addr add "$NODE_IP/24" dev eth0
ip -n "$NODE_NAME" link set eth0 up
ip -n "$NODE_NAME" route add default via "$NODE_NET.1"

# A cgroup of the node's own below the caller's, in the one hierarchy of cgroup v2 or in every hierarchy of v1.
cgroups() {
  if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
    touch "$RUN/cgroup-v2"
    echo "/sys/fs/cgroup$(sed -n 's/^0:://p' /proc/self/cgroup | sed 's#/$##')/$NODE_NAME"
    return
  fi
  while IFS=: read -r _ controller path; do
    hierarchy=/sys/fs/cgroup/${controller#name=}
    if [ -n "$controller" ] && [ -d "$hierarchy" ]; then echo "$hierarchy${path%/}/$NODE_NAME"; fi
  done </proc/self/cgroup
}
cgroups >"$RUN/cgroups"
while read -r cgroup; do
  mkdir -p "$cgroup"
  if [ -e "$cgroup/cpuset.mems" ] && [ ! -e "$RUN/cgroup-v2" ]; then
    for file in cpuset.cpus cpuset.mems; do cat "$(dirname "$cgroup")/$file" >"$cgroup/$file"; done
  fi
done <"$RUN/cgroups"

( while read -r cgroup; do echo "$BASHPID" >"$cgroup/cgroup.procs"; done <"$RUN/cgroups"
  exec setsid ip netns exec "$NODE_NAME" unshare --mount --pid --fork --kill-child --cgroup --uts --ipc \
    --propagation private "$HERE/node-init.sh" ) </dev/null >"$LOGS/init.log" 2>&1 &
echo $! >"$RUN/unshare.pid"

export KUBECONFIG=$KUBECONFIG_FILE
kubectl=$ASSETS/bin/kubectl
ready() { "$kubectl" wait --for=condition=Ready "node/$NODE_NAME" --timeout=5s >/dev/null 2>&1; }
for _ in $(seq 600); do
  init=$(cat "/proc/$(cat "$RUN/unshare.pid")/task/$(cat "$RUN/unshare.pid")/children" 2>/dev/null || true)
  if [ -n "$init" ]; then echo ${init%% *} >"$RUN/init.pid"; break; fi
  sleep 0.05
done
deadline=$((SECONDS + 120))
until ready; do
  if ! kill -0 "$(cat "$RUN/unshare.pid")" 2>/dev/null || [ $SECONDS -gt $deadline ]; then
    tail -n 20 "$LOGS"/*.log >&2
    "$HERE/node-down.sh"
    fail "node $NODE_NAME did not become ready; its logs are above."
  fi
  sleep 0.2
done
for image in "$@"; do "$HERE/in-node.sh" ctr -n k8s.io images import "$(readlink -f "$image")" >&2; done
echo "$KUBECONFIG_FILE"
