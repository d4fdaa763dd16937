#!/bin/bash
# The second test command: builds both images, starts a one-node Kubernetes and runs the scenarios of e2e on it.
#   e2e/cluster/scenarios.sh [SCENARIO_CLASS]      such as VerdictScenarioTest; without one, all of them
# A machine that cannot have a node skips them aloud and passes; a scenario that fails, fails it.
. "$(dirname "$(readlink -f "$0")")/lib.sh"
cd "$HERE/../.."
only=${1:-*ScenarioTest}
skip() { say "skipped: the scenarios on a cluster: $*"; exit 0; }

[ "$(id -u)" = 0 ] || skip "a node needs root: it makes namespaces, cgroups and mounts."
for tool in apt-get dpkg openssl ip iptables nsenter unshare flock setsid sysctl ps; do
  command -v $tool >/dev/null || skip "this machine has no $tool (e2e/cluster/README.md lists what is needed)."
done
unshare --mount --pid --fork --cgroup --uts --ipc --net true 2>/dev/null || skip "this machine lets root make no namespaces."
has_commands || (find_go) >/dev/null || skip "Kubernetes has to be built (the line above)."

images/build.sh
"$HERE/assets.sh" --node >/dev/null
begun=$(mktemp)
trap 'rm -f "$begun"' EXIT
# -Dtest leaves out the tests of the other modules: ./mvnw verify has run them.
"$HERE/with-node.sh" images/*/target/dropwhy-*-"$ARCH".tar -- \
  ./mvnw -B -ntp -pl e2e -am test -Dtest="$only,ImageArchiveTest,ImageInEngineTest" -Dsurefire.failIfNoSpecifiedTests=false -Dspotless.check.skip
[ -n "$(find e2e/target/surefire-reports -name 'TEST-*ScenarioTest.xml' -newer "$begun")" ] ||
  fail "no scenario ran: is there a class $only below e2e/src/test/java?"
