#!/bin/bash
# Builds both images, builds them again from a copy of this tree in another folder, and compares the archives byte by byte.
# Fails where they differ, and says in which part. Same sources, JDK and Debian packages in, same bytes out.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT

images/build.sh "$@" >/dev/null
tar --exclude=target -cf - . | tar -xf - -C "$copy"
"$copy/images/build.sh" "$@" >/dev/null

differ=0 compared=0
for first in images/*/target/dropwhy-*.tar; do
  second=$copy/$first
  [ -e "$second" ] || continue # of another architecture, built earlier
  compared=$((compared + 1))
  if cmp -s "$first" "$second"; then
    echo "$(sha256sum <"$first" | cut -d' ' -f1)  $(basename "$first")  $(stat -c %s "$first") bytes, twice the same"
  else
    differ=1
    echo "$(basename "$first") differs from its second build in:" >&2
    diff <(tar -tf "$first" | sort) <(tar -tf "$second" | sort) >&2 || true
    for layer in $(tar -tf "$first" | grep 'tar.gz$'); do
      tar -xOf "$second" "$layer" >/dev/null 2>&1 || tar -xOf "$first" "$layer" | tar -tzf - | sed -n 1,20p >&2
    done
  fi
done
[ $compared = 2 ] || { echo "compared $compared archives instead of the agent's and the operator's" >&2; exit 1; }
exit $differ
