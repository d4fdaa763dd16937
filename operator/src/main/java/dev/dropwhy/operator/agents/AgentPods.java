package dev.dropwhy.operator.agents;

import dev.dropwhy.operator.reports.RunLabels;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Why agents do not report, as far as their pods tell. Asked once, when a deadline has passed. */
public final class AgentPods {

    private static final long PAGE = 500;

    /** A pod that failed may stay beside the one that took its place. */
    private static final BinaryOperator<Pod> NEWEST = BinaryOperator.maxBy(Comparator.comparing(
            pod -> Objects.requireNonNullElse(pod.getMetadata().getCreationTimestamp(), "")));

    private final KubernetesClient client;
    private final String namespace;

    public AgentPods(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** A phrase for each node that has an agent's pod: what it is in instead of reporting. */
    public Map<String, String> troubles(String investigationUid) {
        var newest = new HashMap<String, Pod>();
        String next = null;
        do {
            PodList page = client.pods()
                    .inNamespace(namespace)
                    .withLabel(RunLabels.UID, investigationUid)
                    .list(new ListOptionsBuilder()
                            .withLimit(PAGE)
                            .withContinue(next)
                            .build());
            page.getItems().forEach(pod -> node(pod).ifPresent(node -> newest.merge(node, pod, NEWEST)));
            next = page.getMetadata().getContinue();
        } while (next != null && !next.isEmpty());
        var troubles = new HashMap<String, String>();
        newest.forEach((node, pod) -> troubles.put(node, AgentTrouble.of(pod)));
        return troubles;
    }

    /**
     * The node that a pod is on, or is meant for: the DaemonSet controller names the node in the pod's affinity
     * ({@code ReplaceDaemonSetPodNodeNameNodeAffinity}) and leaves the binding to the scheduler, so that a pod that finds no
     * room has no node name.
     */
    private static Optional<String> node(Pod pod) {
        PodSpec spec = pod.getSpec();
        if (spec == null) {
            return Optional.empty();
        }
        return spec.getNodeName() != null ? Optional.of(spec.getNodeName()) : meantFor(spec);
    }

    private static Optional<String> meantFor(PodSpec spec) {
        if (spec.getAffinity() == null
                || spec.getAffinity().getNodeAffinity() == null
                || spec.getAffinity().getNodeAffinity().getRequiredDuringSchedulingIgnoredDuringExecution() == null) {
            return Optional.empty();
        }
        return orNone(spec.getAffinity()
                        .getNodeAffinity()
                        .getRequiredDuringSchedulingIgnoredDuringExecution()
                        .getNodeSelectorTerms())
                .flatMap(term -> orNone(term.getMatchFields()))
                .filter(AgentPods::namesOneNode)
                .map(requirement -> requirement.getValues().getFirst())
                .findFirst();
    }

    private static boolean namesOneNode(NodeSelectorRequirement requirement) {
        return "metadata.name".equals(requirement.getKey())
                && "In".equals(requirement.getOperator())
                && requirement.getValues() != null
                && requirement.getValues().size() == 1;
    }

    private static <T> Stream<T> orNone(@Nullable List<T> items) {
        return items == null ? Stream.empty() : items.stream();
    }
}
