#!/bin/bash
# Makes the lists of classes anew that archive.sh archives, from a run of operator and agent against a real API server (as
# root; e2e/cluster/assets.sh makes the server). The lists are sources and not made by each build: what a run loads depends on
# the machine, its privileges and its kernel, and the images must not. A class that is new loads from its jar until the list
# has it; one that is gone is passed over.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
KUBEBUILDER_ASSETS=$(e2e/cluster/assets.sh)
export KUBEBUILDER_ASSETS
loaded=$(mktemp -d)
trap 'rm -rf "$loaded"' EXIT
# "package", because only classes of jars are listed.
JAVA_TOOL_OPTIONS="-XX:DumpLoadedClassList=$loaded/%p" ./mvnw -B -ntp -pl e2e -am package -Dtest=OperatorAndAgentTest \
  -Dsurefire.failIfNoSpecifiedTests=false -Dspotless.check.skip >&2

# list MAIN: what the process of that class loaded, without the numbers of classes and the constants that it had resolved,
# which depend on the order of its threads.
list() {
  grep -l "^$1 " "$loaded"/* | xargs cat | grep -vE '^(#|@cp )|source:' | sed 's/ id: .*//' | LC_ALL=C sort -u
}
list dev/dropwhy/operator/OperatorMain >images/operator/classes.list
# The test runs the agent with the operator's logger on its class path, which reads XML; the image has none.
list dev/dropwhy/agent/cli/Main | grep -vE '^(@lambda-proxy )?(ch/qos/logback|com/sun/(org/apache|xml)|javax/xml|jdk/xml|org/(xml|w3c))' \
  >images/agent/classes.list
wc -l images/*/classes.list
