#!/bin/bash
# archive.sh ROOT ARCH LIST JAR CLASSPATH: dumps below ROOT, the folder that stage.sh laid out, the archive of the classes in
# LIST, which the JVM of the image maps instead of reading, checking and linking each class anew.
#   JAR        the image's own jar, which jib puts first
#   CLASSPATH  of the Maven module: its folder of classes, for which JAR stands, and the jars, as jib orders them
# Called by the Maven modules beside it. An archive of another architecture than this machine's can only be dumped there.
set -euo pipefail
root=$1 arch=$2 list=$(readlink -f "$3") own=$4 classpath=$5
[ "$arch" = "$(dpkg --print-architecture)" ] || exit 0

# The JVM takes an archive where names, sizes and times of the jars are those of the dump: what jib makes of them. The
# common part of their folders may differ, so these names are relative, and the archive does not tell where it was dumped.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
IFS=: read -ra jars <<<"${classpath#*:}"
names=(app/classpath/"$(basename "$own")")
for jar in "${jars[@]}"; do names+=(app/libs/"$(basename "$jar")"); done

# The JDK keeps the jars that it has opened in a hash table by their inodes (ZipFile.Source.Key). Where eight share a bucket it
# makes a tree of them or a larger table, and the archive shows which code of HashMap has run: so no eight may, whatever the
# size of the table, which is 16 at least.
crowded() { (cd "$layout" && stat -c %i "${names[@]}") | awk '++share[$1 % 16] == 8 { found = 1 } END { exit !found }'; }
for attempt in {1..20}; do
  layout=$scratch/$attempt
  mkdir -p "$layout/app/classpath" "$layout/app/libs"
  (cd "$layout" && touch "${names[@]}")
  crowded || break
done
! crowded || { echo "images: the inodes of $scratch are too regular to dump the same archive as elsewhere" >&2; exit 1; }
cp "$own" "$layout/app/classpath/"
cp "${jars[@]}" "$layout/app/libs/"
(cd "$layout" && touch -d @1 "${names[@]}")

# Nothing is compiled, and one thread collects garbage once, at the end: when that happens shows in the archive too.
# The collector and the options on modules must be those of the image's entry point; the limit of the heap need not.
mapfile -t modules < <(sed -n 's|.*<arg>\(--[a-z-]*=[^<]*\)</arg>.*|\1|p' "$(dirname "$list")/pom.xml")
archive=$root/opt/java/lib/server/classes.jsa
java=$(readlink -f "$root/opt/java/bin/java")
(cd "$layout" && env -u JAVA_TOOL_OPTIONS -u JDK_JAVA_OPTIONS "$java" -Xshare:dump -Xint -XX:+UseSerialGC -Xms256m -Xmx256m -Xmn192m \
  -XX:MetaspaceSize=256m "${modules[@]}" -XX:SharedClassListFile="$list" \
  -XX:SharedArchiveFile="$layout/classes.jsa" -Xlog:disable -Xlog:all=error:stderr -cp "$(IFS=: && echo "${names[*]}")") >&2
mv "$layout/classes.jsa" "$archive"
chmod 644 "$archive"
