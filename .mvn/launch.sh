# Sourced by the launchers dropwhy and kubectl-dropwhy: builds a module of this source tree on first use and when sources
# changed, and runs it. Needs a JDK 25 only. Works as root and as an ordinary user, and from a tree that cannot be written
# if it is built. Expects of the launcher: tree, program (for messages), module, modules (those it is made of), main (the
# class) and warm_up (arguments of one short real run).

: "${HOME:=/}"
export HOME

target=$tree/$module/target
stamp=$target/dropwhy-built # as old as the begin of the build that it stands for
aot=$target/dropwhy.aot
log=$tree/target/$program-build.log

say() { printf '%s: %s\n' "$program" "$*" >&2; }

changed() { # prints one main source or build file that is newer than the build; nothing where it is up to date
  [ -e "$stamp" ] || { echo 'no build'; return; }
  for part in $modules; do
    find "$tree/pom.xml" "$tree/$part/pom.xml" "$tree/$part/src/main" -newer "$stamp" -type f 2>/dev/null
  done | head -n 1
}

java_options() { # the options of every run; the AOT cache fits only runs with the same ones
  echo --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xms16m -Xmx256m \
    -XX:-UsePerfData -XX:TrimNativeHeapInterval=2000 -Xlog:disable
}

class_path() {
  for jar in "$target"/dropwhy-"$module"-*.jar; do
    case $jar in *-sources.jar | *-javadoc.jar | *-tests.jar) ;; *) printf '%s' "$jar" ;; esac
  done
  for jar in "$target"/lib/*.jar; do printf ':%s' "$jar"; done
}

progress() { # PID: one line for each module that the build begins, until it ends
  told=0
  while kill -0 "$1" 2>/dev/null; do
    sleep 1
    begun_modules=$(sed -n 's/^\[INFO\] Building dropwhy \([a-z-][a-z-]*\) .*\[\(.*\)\]$/\1 (\2)/p' "$log")
    count=$(printf '%s\n' "$begun_modules" | grep -c . || true)
    if [ "$count" -gt "$told" ]; then
      printf '%s\n' "$begun_modules" | tail -n +$((told + 1)) | while read -r part; do say "  $part"; done
      told=$count
    fi
  done
}

build() {
  if ! mkdir -p "$tree/target" 2>/dev/null || ! [ -w "$tree/target" ]; then
    say "$tree is not built and cannot be written; run $program there once as its owner, or build it with ./mvnw package."
    exit 2
  fi
  if command -v flock >/dev/null 2>&1; then
    exec 9>"$tree/target/dropwhy-build.lock"
    flock 9
    [ -n "$(changed)" ] || return 0 # somebody else built it meanwhile
  fi
  if [ -e "$stamp" ]; then say 'sources changed, building ...'; else say 'building, first use only (a minute or two) ...'; fi
  begun=$(mktemp "$tree/target/begun.XXXXXX")
  (cd "$tree" && exec ./mvnw -B -pl "$module" -am package -Dmaven.test.skip=true -Dspotless.check.skip=true) \
    >"$log" 2>&1 9>&- &
  maven=$!
  trap 'kill "$maven" 2>/dev/null; rm -f "$begun"; exit 2' INT TERM HUP
  progress "$maven"
  if ! wait "$maven"; then
    grep '^\[ERROR\]' "$log" | head -n 8 >&2 || true
    say "the build failed; the whole log is $log"
    rm -f "$begun"
    exit 2
  fi
  trap - INT TERM HUP
  rm -f "$aot"
  # A start-up cache (JEP 514) of one short real run. Without it everything works, only slower.
  # shellcheck disable=SC2046,SC2086
  "$JAVA_HOME/bin/java" $(java_options) -XX:AOTCacheOutput="$aot" -cp "$(class_path)" "$main" \
    $warm_up >/dev/null 2>&1 9>&- || true
  chmod 644 "$begun"
  mv -f "$begun" "$stamp" # its time is that of the build's begin: what changed since is built next time
  if [ "$(id -u)" = 0 ]; then # sudo must not leave files that the tree's owner cannot rebuild
    chown -R "$(stat -c %u:%g "$tree/pom.xml")" "$tree/target" 2>/dev/null || true
    for part in $modules; do
      chown -R "$(stat -c %u:%g "$tree/pom.xml")" "$tree/$part/target" 2>/dev/null || true
    done
  fi
}

. "$tree/.mvn/find-jdk.sh"
dropwhy_find_jdk || exit 2

if [ -n "$(changed)" ]; then
  if [ -e "$stamp" ] && ! [ -w "$target" ]; then
    say "sources changed since the build, and $target cannot be written: running the older build."
  else
    build
  fi
fi

# shellcheck disable=SC2046
exec "$JAVA_HOME/bin/java" $(java_options) -XX:AOTCache="$aot" -cp "$(class_path)" "$main" "$@"
