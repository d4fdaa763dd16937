#!/bin/bash
# Builds both images as archives that "docker load" and "ctr images import" take, without Docker and without a registry:
#   images/build.sh [amd64|arm64]      for this machine's architecture or another; prints the two files
# Needs apt-get for Debian's shared libraries (kept in ~/.cache/dropwhy); for another architecture than this machine's,
# also Debian's JDK of it, of 300 MB, and readelf.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
arch=${1:-$(dpkg --print-architecture)}
revision=$(git rev-parse HEAD 2>/dev/null || echo unknown)
./mvnw -q -B -Pimages -pl images/agent,images/operator -am package -DskipTests -Dspotless.check.skip \
  -Dimage.arch="$arch" -Dimage.revision="$revision" >&2
ls "$PWD"/images/*/target/dropwhy-*-"$arch".tar
