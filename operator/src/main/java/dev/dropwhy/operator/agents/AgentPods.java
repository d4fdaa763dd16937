package dev.dropwhy.operator.agents;

import dev.dropwhy.operator.reports.RunLabels;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Why agents do not report, as far as their pods tell. Asked once, when a deadline has passed. */
public final class AgentPods {

    private static final long PAGE = 500;

    private final KubernetesClient client;
    private final String namespace;

    public AgentPods(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** A phrase for each node that has an agent's pod: what it is in instead of reporting. */
    public Map<String, String> troubles(String investigationUid) {
        var troubles = new HashMap<String, String>();
        String next = null;
        do {
            PodList page = client.pods()
                    .inNamespace(namespace)
                    .withLabel(RunLabels.UID, investigationUid)
                    .list(new ListOptionsBuilder()
                            .withLimit(PAGE)
                            .withContinue(next)
                            .build());
            page.getItems().forEach(pod -> note(troubles, pod));
            next = page.getMetadata().getContinue();
        } while (next != null && !next.isEmpty());
        return troubles;
    }

    private static void note(Map<String, String> troubles, Pod pod) {
        String node = pod.getSpec() == null ? null : pod.getSpec().getNodeName();
        if (node != null) {
            troubles.put(node, trouble(pod));
        }
    }

    static String trouble(Pod pod) {
        if (pod.getStatus() == null) {
            return "its agent has no status";
        }
        return pod.getStatus().getContainerStatuses().stream()
                .flatMap(AgentPods::words)
                .findFirst()
                .or(() -> pod.getStatus().getConditions().stream()
                        .filter(condition ->
                                "PodScheduled".equals(condition.getType()) && !"True".equals(condition.getStatus()))
                        .map(PodCondition::getReason)
                        .filter(Objects::nonNull)
                        .map(reason -> "its agent is not scheduled: " + reason)
                        .findFirst())
                .orElse("its agent runs and has not reported before the deadline");
    }

    private static Stream<String> words(ContainerStatus container) {
        if (container.getState() == null) {
            return Stream.empty();
        }
        if (container.getState().getWaiting() != null
                && container.getState().getWaiting().getReason() != null) {
            return Stream.of(
                    "its agent waits: " + container.getState().getWaiting().getReason());
        }
        if (container.getState().getTerminated() != null) {
            return Stream.of("its agent ended with code "
                    + container.getState().getTerminated().getExitCode());
        }
        return Stream.empty();
    }
}
