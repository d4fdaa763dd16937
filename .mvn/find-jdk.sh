# Sourced by mvnw and dropwhy: exports JAVA_HOME of a JDK 25 or newer, or fails with one sentence.
# Looks at JAVA_HOME, then the java on the PATH, then the usual places of Linux distributions and SDKMAN.
dropwhy_jdk_major() { # HOME -> major version of the JDK there, 0 where there is none
  [ -x "$1/bin/javac" ] || { echo 0; return; }
  version=$(sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null)
  echo "${version:-0}"
}
dropwhy_find_jdk() {
  on_path=$(command -v javac 2>/dev/null || true)
  if [ -n "$on_path" ]; then on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")"); fi
  for home in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/*; do
    [ -n "$home" ] && [ "$(dropwhy_jdk_major "$home")" -ge 25 ] || continue
    JAVA_HOME=$home
    export JAVA_HOME
    return 0
  done
  echo "dropwhy needs a JDK 25 or newer: none found in JAVA_HOME, on the PATH or under /usr/lib/jvm; install one (Debian: temurin-25-jdk or openjdk-25-jdk-headless) or point JAVA_HOME at it." >&2
  return 1
}
