#!/bin/bash
# pki.sh FOLDER NODE_NAME NODE_IP: a throw-away certificate authority, every certificate of a one-node cluster and the
# kubeconfigs that use them.
set -euo pipefail
mkdir -p "$1" && cd "$1"
node=$2 ip=$3

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.crt -subj /CN=dropwhy-test-ca \
  -days 7 -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign,digitalSignature 2>/dev/null

# RSA: the Java client takes an unnamed private key for one.
certificate() { # FILE SUBJECT serverAuth|clientAuth [NAMES]
  openssl req -new -newkey rsa:2048 -nodes -keyout "$1.key" -out "$1.csr" -subj "$2" 2>/dev/null
  { echo basicConstraints=CA:FALSE
    echo keyUsage=critical,digitalSignature
    echo "extendedKeyUsage=$3"
    if [ -n "${4:-}" ]; then echo "subjectAltName=$4"; fi; } >"$1.ext"
  openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days 7 -out "$1.crt" -extfile "$1.ext" 2>/dev/null
  rm "$1.csr" "$1.ext"
}

kubeconfig() { # USER
  cat >"$1.kubeconfig" <<K
apiVersion: v1
kind: Config
clusters: [{name: $node, cluster: {server: "https://$ip:6443", certificate-authority-data: $(base64 -w0 ca.crt)}}]
users: [{name: $1, user: {client-certificate-data: $(base64 -w0 "$1.crt"), client-key-data: $(base64 -w0 "$1.key")}}]
contexts: [{name: $node, context: {cluster: $node, user: $1}}]
current-context: $node
K
}

certificate apiserver /CN=kube-apiserver serverAuth \
  "DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local,DNS:localhost,IP:127.0.0.1,IP:10.96.0.1,IP:$ip"
certificate kubelet-serving "/O=system:nodes/CN=system:node:$node" serverAuth "DNS:$node,IP:$ip"
certificate apiserver-kubelet-client /O=system:masters/CN=kube-apiserver-kubelet-client clientAuth
certificate admin /O=system:masters/CN=admin clientAuth
certificate controller-manager /CN=system:kube-controller-manager clientAuth
certificate scheduler /CN=system:kube-scheduler clientAuth
certificate kube-proxy /CN=system:kube-proxy clientAuth
certificate kubelet "/O=system:nodes/CN=system:node:$node" clientAuth
openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out sa.key 2>/dev/null
openssl pkey -in sa.key -pubout -out sa.pub
for user in admin controller-manager scheduler kube-proxy kubelet; do kubeconfig "$user"; done
chmod 600 ./*.key ./*.kubeconfig
