#!/bin/bash
# PID 1 of the node: runs in its own mount, PID, cgroup, UTS, IPC and network namespaces, so that the whole cluster dies
# with it. Started by node-up.sh, never by hand.
. "$(dirname "$(readlink -f "$0")")/lib.sh"
. "$HERE/node.conf.sh"
set +e
export PATH=$NODE_PATH
P=$RUN/pki

hostname "$NODE_NAME"
mount --make-rprivate /
mount -t proc proc /proc
# Whatever the node writes below /var and /etc lands in $RUN.
for folder in var etc; do
  mkdir -p "$RUN/overlay/$folder" "$RUN/overlay/$folder.work"
  mount -t overlay overlay -o "lowerdir=/$folder,upperdir=$RUN/overlay/$folder,workdir=$RUN/overlay/$folder.work" "/$folder"
done
mount -t tmpfs -o mode=755 tmpfs /run
# A real node has these two mounted on its sysfs.
mount -t tracefs tracefs /sys/kernel/tracing
mount -t bpf bpf /sys/fs/bpf
if [ -e "$RUN/cgroup-v2" ]; then
  mount -t cgroup2 cgroup2 /sys/fs/cgroup
  # cgroups that hand controllers on may hold no process themselves.
  mkdir -p /sys/fs/cgroup/init && echo 1 >/sys/fs/cgroup/init/cgroup.procs
else
  mount -t tmpfs -o mode=755 tmpfs /sys/fs/cgroup
  for controller in cpuset cpu cpuacct blkio memory devices freezer pids; do
    mkdir "/sys/fs/cgroup/$controller" && mount -t cgroup -o "$controller" cgroup "/sys/fs/cgroup/$controller"
  done
  mkdir /sys/fs/cgroup/systemd && mount -t cgroup -o none,name=systemd cgroup /sys/fs/cgroup/systemd
fi
mount --make-rshared /
ip link set lo up
echo 1 >/proc/sys/net/ipv4/ip_forward

run() { # NAME COMMAND…
  "${@:2}" >"$LOGS/$1.log" 2>&1 &
}

run etcd etcd --name node --data-dir "$RUN/etcd" --unsafe-no-fsync --log-level warn \
  --listen-client-urls http://127.0.0.1:2379 --advertise-client-urls http://127.0.0.1:2379 \
  --listen-peer-urls http://127.0.0.1:2380 --initial-advertise-peer-urls http://127.0.0.1:2380 \
  --initial-cluster node=http://127.0.0.1:2380
run kube-apiserver kube-apiserver --bind-address=0.0.0.0 --secure-port=6443 --advertise-address="$NODE_IP" \
  --etcd-servers=http://127.0.0.1:2379 --service-cluster-ip-range=10.96.0.0/16 \
  --client-ca-file="$P/ca.crt" --tls-cert-file="$P/apiserver.crt" --tls-private-key-file="$P/apiserver.key" \
  --kubelet-client-certificate="$P/apiserver-kubelet-client.crt" --kubelet-client-key="$P/apiserver-kubelet-client.key" \
  --kubelet-certificate-authority="$P/ca.crt" --kubelet-preferred-address-types=InternalIP \
  --service-account-issuer=https://kubernetes.default.svc --service-account-key-file="$P/sa.pub" \
  --service-account-signing-key-file="$P/sa.key" --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction \
  --allow-privileged=true --v=1

# Without CAP_SYS_RESOURCE nothing may lower its own OOM score, and every sandbox would die of the attempt.
mkdir -p "$RUN/cni"
cat >"$RUN/containerd.toml" <<C
version = 2
root = "$RUN/containerd"
state = "/run/containerd"
disabled_plugins = ["io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.devmapper"]
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "localhost/pause:1"
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "$ASSETS/debian/usr/lib/cni"
    conf_dir = "$RUN/cni"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        BinaryName = "$ASSETS/debian/usr/sbin/runc"
        SystemdCgroup = false
C
cat >"$RUN/cni/10-bridge.conflist" <<C
{"cniVersion": "1.0.0", "name": "pods", "plugins": [
  {"type": "bridge", "bridge": "cni0", "isGateway": true, "ipMasq": true, "hairpinMode": true,
   "ipam": {"type": "host-local", "ranges": [[{"subnet": "10.244.0.0/24"}]], "routes": [{"dst": "0.0.0.0/0"}]}},
  {"type": "portmap", "capabilities": {"portMappings": true}}]}
C
run containerd containerd --config "$RUN/containerd.toml"
until ctr version >/dev/null 2>&1; do sleep 0.1; done
ctr -n k8s.io images import "$RUN/pause.tar" >"$LOGS/import.log" 2>&1

until kubectl --kubeconfig "$P/admin.kubeconfig" get --raw /readyz >/dev/null 2>&1; do sleep 0.1; done
run kube-controller-manager kube-controller-manager --bind-address=127.0.0.1 --kubeconfig="$P/controller-manager.kubeconfig" \
  --authentication-kubeconfig="$P/controller-manager.kubeconfig" --authorization-kubeconfig="$P/controller-manager.kubeconfig" \
  --service-account-private-key-file="$P/sa.key" --root-ca-file="$P/ca.crt" --use-service-account-credentials \
  --leader-elect=false --cluster-cidr=10.244.0.0/16 --allocate-node-cidrs=true --service-cluster-ip-range=10.96.0.0/16 --v=1
run kube-scheduler kube-scheduler --bind-address=127.0.0.1 --kubeconfig="$P/scheduler.kubeconfig" \
  --authentication-kubeconfig="$P/scheduler.kubeconfig" --authorization-kubeconfig="$P/scheduler.kubeconfig" \
  --leader-elect=false --v=1
echo "nameserver $NODE_IP" >"$RUN/resolv.conf"
cat >"$RUN/kubelet.yaml" <<C
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: 0.0.0.0
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $P/ca.crt}}
authorization: {mode: Webhook}
tlsCertFile: $P/kubelet-serving.crt
tlsPrivateKeyFile: $P/kubelet-serving.key
cgroupDriver: cgroupfs
failCgroupV1: false
failSwapOn: false
containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
resolvConf: $RUN/resolv.conf
evictionHard: {memory.available: 100Mi, nodefs.available: 1%, imagefs.available: 1%}
imageGCHighThresholdPercent: 100
nodeStatusUpdateFrequency: 5s
C
run kubelet kubelet --config="$RUN/kubelet.yaml" --kubeconfig="$P/kubelet.kubeconfig" --hostname-override="$NODE_NAME" \
  --node-ip="$NODE_IP" --v=2
cat >"$RUN/kube-proxy.yaml" <<C
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
bindAddress: 0.0.0.0
mode: iptables
clusterCIDR: 10.244.0.0/16
hostnameOverride: $NODE_NAME
clientConnection: {kubeconfig: $P/kube-proxy.kubeconfig}
conntrack: {maxPerCore: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}
C
run kube-proxy kube-proxy --config="$RUN/kube-proxy.yaml" --v=2
# PID 1 reaps what containers leave behind.
while :; do wait -n 2>/dev/null || sleep 1; done
