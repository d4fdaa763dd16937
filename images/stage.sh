#!/bin/bash
# stage.sh OUT ARCH MODULES PACKAGE…: lays out below OUT what an image holds besides the application's own jars: the shared
# libraries of these Debian packages, a Java runtime of these modules, the accounts and the licences.
#   ARCH is amd64 or arm64. This machine's own is built from Debian 12 and the JDK that runs Maven; the other one from
#   Debian 13, which has a JDK 25 to link a runtime from, and whose glibc that JDK needs.
# Called by the Maven modules beside it. Same packages and JDK in, same bytes out.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
out=$1 arch=$2 modules=$3
shift 3
case $arch in
  amd64) triplet=x86_64-linux-gnu loader=lib64/ld-linux-x86-64.so.2 ;;
  arm64) triplet=aarch64-linux-gnu loader=lib/ld-linux-aarch64.so.1 ;;
  *) echo "images are built for amd64 and arm64, not for '$arch'." >&2; exit 1 ;;
esac
machine=$(dpkg --print-architecture)
release=bookworm jdk=""
if [ "$arch" != "$machine" ]; then
  release=trixie jdk=openjdk-25-jdk-headless
  # What that JDK is linked to beyond glibc (gcc-14-base holds the licence of two), and what Debian 13 calls or splits differently.
  declare -A renamed=([libelf1]=libelf1t64 [libpcap0.8]=libpcap0.8t64 [liblz4-1]="liblz4-1 libxxhash0")
  wanted=(zlib1g gcc-14-base libgcc-s1 libstdc++6)
  for package in "$@"; do wanted+=(${renamed[$package]:-$package}); done
  mapfile -t wanted < <(printf '%s\n' "${wanted[@]}" | sort -u)
  set -- "${wanted[@]}"
fi
cache=${DROPWHY_CACHE:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/dropwhy}/debian-$release-$arch
rm -rf "$out"
mkdir -p "$out" "$cache"
exec 8>"$cache/.lock"
flock 8

# Where this machine's own apt finds Debian: a mirror is the machine's business. ENDING of the repository's address.
mirror() {
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -m1 -E "/$1/?\$" ||
    { echo "images: apt on this machine has no repository that ends in /$1; set $2 to one" >&2; exit 1; }
}
debian=${DEBIAN_MIRROR:-$(mirror debian DEBIAN_MIRROR)}
security=${DEBIAN_SECURITY_MIRROR:-$(mirror debian-security DEBIAN_SECURITY_MIRROR)}

# apt with package lists of its own, so that a machine of another architecture or release stays as it is.
apt_get() {
  mkdir -p "$cache/apt/lists/partial" "$cache/apt/archives/partial"
  touch "$cache/apt/status"
  key="[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]"
  echo "deb $key $debian $release main
deb $key $debian $release-updates main
deb $key $security $release-security main" >"$cache/apt/sources.list"
  apt-get -qq -o APT::Architecture="$arch" -o APT::Architectures="$arch" -o APT::Sandbox::User=root \
    -o Dir::State="$cache/apt" -o Dir::State::status="$cache/apt/status" -o Dir::Cache="$cache/apt" \
    -o Dir::Etc::sourcelist="$cache/apt/sources.list" -o Dir::Etc::sourceparts=- "$@" >&2
}
missing=""
for package in "$@" $jdk; do compgen -G "$cache/${package}_*.deb" >/dev/null || missing="$missing $package"; done
if [ -n "$missing" ]; then
  apt_get update
  (cd "$cache" && apt_get download $missing)
fi

newest() { ls "$cache/${1}"_*.deb | tail -1; }
unpacked=$(mktemp -d)
trap 'rm -rf "$unpacked"' EXIT
components=""
for package in "$@"; do
  deb=$(newest "$package")
  dpkg-deb -x "$deb" "$unpacked"
  version=$(dpkg-deb -f "$deb" Version)
  components="$components{\"type\":\"library\",\"name\":\"$package\",\"version\":\"$version\",\"purl\":\"pkg:deb/debian/$package@${version//:/%3A}?arch=$arch&distro=$release\"},"
  mkdir -p "$out/usr/share/doc/$package"
  cp -L "$unpacked/usr/share/doc/$package/copyright" "$out/usr/share/doc/$package/"
done

# Debian 13 packs everything below /usr, and counts on /lib being a link.
[ -e "$unpacked/lib" ] || ln -s usr/lib "$unpacked/lib"

# Libraries under the names that programs ask for, as files: the loader needs no links.
mkdir -p "$out/lib/$triplet" "$out/$(dirname "$loader")"
find "$unpacked/lib/$triplet" "$unpacked/usr/lib/$triplet" -maxdepth 1 -name '*.so*' 2>/dev/null | while read -r library; do
  soname=$(basename "$library")
  case $soname in
    # glibc's extras that no part of the images loads
    libBrokenLocale*|libSegFault*|libthread_db*|libnss_hesiod*|libnss_compat*|libnsl*|libmemusage*|libpcprofile*|libmvec*|libc_malloc_debug*|libanl*|libpsx*) continue ;;
    libpcap.so.0.8) ;; # its name has two numbers
    *.so.*.*|*-*[0-9].so) continue ;;
  esac
  cp -L "$library" "$out/lib/$triplet/$soname"
done
cp -L "$unpacked/lib/$triplet/$(basename "$loader")" "$out/$loader"

jlink=${JAVA_HOME:?run this through ./mvnw, which finds a JDK 25}/bin/jlink
link=(--add-modules "$modules" --no-header-files --no-man-pages --compress zip-6 --output "$out/opt/java")
if [ "$arch" = "$machine" ]; then
  "$jlink" "${link[@]}" --strip-debug
  runtime=$(sed -n 's/^JAVA_RUNTIME_VERSION="\(.*\)"/\1/p' "$JAVA_HOME/release")
else
  deb=$(newest $jdk)
  dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$unpacked" --wildcards './usr/lib/jvm/*/jmods/*'
  "$jlink" "${link[@]}" --module-path "$(echo "$unpacked"/usr/lib/jvm/*/jmods)" --strip-java-debug-attributes
  find "$out/opt/java" -name '*.debuginfo' -delete
  runtime=$(dpkg-deb -f "$deb" Version)
fi
rm -f "$out/opt/java/lib/security/cacerts" # what runs here speaks to the API server alone, and trusts the cluster's authority alone
components="$components{\"type\":\"platform\",\"name\":\"openjdk\",\"version\":\"${runtime:-unknown}\"}"

mkdir -p "$out/etc" "$out/usr/share/sbom"
echo 'hosts: files dns' >"$out/etc/nsswitch.conf"
printf 'root:x:0:0:root:/:/sbin/nologin\ndropwhy:x:65532:65532:dropwhy:/:/sbin/nologin\n' >"$out/etc/passwd"
printf 'root:x:0:\ndropwhy:x:65532:\n' >"$out/etc/group"
printf '{"bomFormat":"CycloneDX","specVersion":"1.6","version":1,"components":[%s]}\n' "$components" >"$out/usr/share/sbom/system.cdx.json"

# Every library must find what it needs inside the image, and nowhere else.
if [ "$arch" = "$machine" ]; then
  for binary in "$out/lib/$triplet"/*.so* "$out/opt/java/bin/java" "$out"/opt/java/lib/*.so; do
    # 'ld.so --list' also looks into the machine's own folders: --inhibit-cache and the printed paths tell.
    strangers=$("$out/$loader" --inhibit-cache --library-path "$out/lib/$triplet:$out/opt/java/lib:$out/opt/java/lib/server" --list "$binary" \
      | grep -E '=>' | grep -vF "$out/" || true)
    if [ -n "$strangers" ]; then
      echo "$binary needs libraries that the image lacks; add their packages to the image's pom.xml:" >&2
      echo "$strangers" >&2
      exit 1
    fi
  done
else
  # That loader does not run here: the names that each binary asks for must be among the staged ones.
  staged=$(find "$out/lib" "$out/opt/java/lib" -name '*.so*' -printf '%f\n')
  for binary in "$out/lib/$triplet"/*.so* "$out/opt/java/bin/java" "$out"/opt/java/lib/*.so "$out"/opt/java/lib/server/*.so; do
    # Into a variable first: a loop over a failed command would pass for a library that needs nothing.
    dynamic=$(LC_ALL=C readelf -d "$binary")
    for needed in $(sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' <<<"$dynamic"); do
      grep -qxF -- "$needed" <<<"$staged" ||
        { echo "$binary needs $needed, which the image lacks; add its package to the image's pom.xml" >&2; exit 1; }
    done
  done
fi
