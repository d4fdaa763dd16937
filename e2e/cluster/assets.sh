#!/bin/bash
# Prints a folder that holds kube-apiserver, kube-controller-manager, etcd and kubectl: what KUBEBUILDER_ASSETS wants.
#   assets.sh          the API server's part only
#   assets.sh --node   everything a node needs too (kubelet, containerd, runc, network plugins)
# A KUBEBUILDER_ASSETS that is set and complete is used as it is. Building takes some eight minutes on two cores the
# first time and nothing afterwards. Prints progress on standard error, the folder alone on standard output.
. "$(dirname "$(readlink -f "$0")")/lib.sh"

if [ "${1:-}" != --node ] && [ -x "${KUBEBUILDER_ASSETS:-}/kube-apiserver" ] && [ -x "$KUBEBUILDER_ASSETS/etcd" ]; then
  echo "$KUBEBUILDER_ASSETS"
  exit
fi

api_server() {
  build_kubernetes kube-apiserver kube-controller-manager kubectl
  fetch_debian etcd-server
  ln -sf ../debian/usr/bin/etcd "$ASSETS/bin/etcd"
}

node() {
  build_kubernetes $CONTROL_PLANE $NODE
  build_helm
  fetch_debian $DEBIAN_PACKAGES
}

with_cache_locked api_server
if [ "${1:-}" = --node ]; then with_cache_locked node; fi
echo "$ASSETS/bin"
