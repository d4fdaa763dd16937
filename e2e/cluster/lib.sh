# Sourced by the scripts of this folder: what is built, and where built things are kept.
# Needs: bash, curl, openssl, iproute2, util-linux; Go to build Kubernetes; apt-get and dpkg to fetch the rest.
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)

# 1.34 is the last line whose kubelet takes the containerd 1.6 of Debian 12 and cgroup v1.
KUBERNETES_VERSION=1.34.2
HELM_VERSION=3.18.6
CONTROL_PLANE="kube-apiserver kube-controller-manager kube-scheduler kubectl"
NODE="kubelet kube-proxy"
DEBIAN_PACKAGES="etcd-server containerd runc containernetworking-plugins busybox-static"

ARCH=$(dpkg --print-architecture 2>/dev/null || { uname -m | sed 's/x86_64/amd64/; s/aarch64/arm64/'; })
CACHE=${DROPWHY_CACHE:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/dropwhy}
ASSETS=$CACHE/kubernetes-$KUBERNETES_VERSION-$ARCH

say() { echo "$*" >&2; }
fail() { say "$*"; exit 1; }

# A Go that can build Kubernetes: 1.24, or 1.21 and newer, which fetch the 1.24 they are asked for by themselves.
find_go() {
  for go in "$(command -v go || true)" /usr/local/go/bin/go /usr/lib/go-*/bin/go; do
    [ -x "$go" ] || continue
    minor=$("$go" env GOVERSION | sed -n 's/^go1\.\([0-9]*\).*/\1/p')
    [ "${minor:-0}" -ge 21 ] && { echo "$go"; return; }
  done
  fail "building Kubernetes $KUBERNETES_VERSION needs Go 1.21 or newer: none found on the PATH, in /usr/local/go or under /usr/lib; install one (Debian 13: golang-go)."
}

# Whether the cache holds all of Kubernetes.
has_commands() {
  for command in $CONTROL_PLANE $NODE; do [ -x "$ASSETS/bin/$command" ] || return 1; done
}

# build_kubernetes NAME…: those commands that the cache does not hold yet, from the Go module's own sources.
build_kubernetes() {
  local missing=""
  for command in "$@"; do [ -x "$ASSETS/bin/$command" ] || missing="$missing $command"; done
  [ -n "$missing" ] || return 0
  local go; go=$(find_go)
  local meta=k8s.io/component-base/version
  say "building Kubernetes $KUBERNETES_VERSION:$missing (about a minute each the first time; kept in $ASSETS)"
  mkdir -p "$ASSETS/bin"
  for command in $missing; do
    (cd "$HERE/kubernetes" && CGO_ENABLED=0 GOFLAGS=-mod=readonly "$go" build -trimpath \
      -ldflags "-s -w -X $meta.gitVersion=v$KUBERNETES_VERSION -X $meta.gitMajor=1 -X $meta.gitMinor=34" \
      -o "$ASSETS/bin/.$command.part" "k8s.io/kubernetes/cmd/$command") >&2
    mv "$ASSETS/bin/.$command.part" "$ASSETS/bin/$command"
  done
}

# The helm command, for what the tests' Helm library cannot do. Without it one scenario is skipped.
build_helm() {
  [ -x "$ASSETS/bin/helm" ] && return
  local go; go=$(find_go) || return 0
  say "building Helm $HELM_VERSION"
  GOBIN=$ASSETS/bin CGO_ENABLED=0 "$go" install -trimpath -ldflags "-s -w" "helm.sh/helm/v3/cmd/helm@v$HELM_VERSION" >&2 ||
    say "Helm $HELM_VERSION could not be built; the scenario that rolls a release back is skipped."
}

# fetch_debian PACKAGE…: unpacks packages into $ASSETS/debian. Unpacked, not installed: an installed containerd would
# start a daemon on the machine.
fetch_debian() {
  local missing=""
  for package in "$@"; do [ -e "$ASSETS/debian/.$package" ] || missing="$missing $package"; done
  [ -n "$missing" ] || return 0
  command -v apt-get >/dev/null && command -v dpkg >/dev/null \
    || fail "etcd and containerd come from Debian packages, and this machine has no apt-get; put$missing unpacked into $ASSETS/debian."
  say "fetching Debian packages:$missing"
  local work; work=$(mktemp -d)
  (cd "$work" && chmod 755 . && { apt-get -qq -o APT::Sandbox::User=root download $missing || { apt-get -qq update && apt-get -qq -o APT::Sandbox::User=root download $missing; }; }) >&2 \
    || fail "apt-get could not download$missing."
  mkdir -p "$ASSETS/debian"
  for package in $missing; do
    dpkg -x "$work/${package}"_*.deb "$ASSETS/debian"
    touch "$ASSETS/debian/.$package"
  done
  rm -rf "$work"
}

# with_cache_locked FUNCTION…: two test runs on one machine must not build into the same folder at once.
with_cache_locked() {
  mkdir -p "$ASSETS" || fail "cannot write the cache $CACHE; point DROPWHY_CACHE at a folder that can be written."
  exec 8>"$ASSETS/.lock"
  flock 8
  "$@"
  exec 8>&-
}
