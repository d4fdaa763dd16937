package dev.dropwhy.operator.targeting;

import dev.dropwhy.api.NodeSelection;
import dev.dropwhy.api.SkippedNodes;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Chooses nodes. A cordoned node is asked as any other: an agent is a DaemonSet's pod, which ignores the cordon, and a
 * node is often cordoned because it drops packets.
 */
public final class NodeTargets {

    private static final int SAMPLES = 5;
    private static final int REASONS = 8;

    /** Taints that the DaemonSet controller tolerates on its own for every pod of hostNetwork. */
    private static final List<String> TOLERATED_BY_EVERY_DAEMON = List.of(
            "node.kubernetes.io/not-ready",
            "node.kubernetes.io/unreachable",
            "node.kubernetes.io/disk-pressure",
            "node.kubernetes.io/memory-pressure",
            "node.kubernetes.io/pid-pressure",
            "node.kubernetes.io/unschedulable",
            "node.kubernetes.io/network-unavailable");

    private NodeTargets() {}

    /**
     * Chooses among the nodes of the cluster.
     *
     * @param all the nodes, of which those that the selection does not mean are ignored
     * @param selection what the investigation asks for; null for every node
     * @param tolerations what agents tolerate
     */
    public static Targets choose(
            Collection<Node> all, @Nullable NodeSelection selection, List<Toleration> tolerations) {
        var targets = new TreeSet<String>();
        var skipped = new TreeMap<String, List<String>>();
        var known = new HashSet<String>();
        for (Node node : all) {
            known.add(node.getMetadata().getName());
            if (isMeant(node, selection)) {
                String reason = reasonToSkip(node, tolerations);
                if (reason == null) {
                    targets.add(node.getMetadata().getName());
                } else {
                    skip(skipped, reason, node.getMetadata().getName());
                }
            }
        }
        if (selection != null) {
            selection.names().stream()
                    .filter(name -> !known.contains(name))
                    .forEach(name -> skip(skipped, "NotFound", name));
        }
        return new Targets(targets, bounded(skipped));
    }

    private static boolean isMeant(Node node, @Nullable NodeSelection selection) {
        if (selection == null) {
            return true;
        }
        boolean named = selection.names().isEmpty()
                || selection.names().contains(node.getMetadata().getName());
        Map<String, String> wanted =
                selection.selector() == null ? Map.of() : selection.selector().matchLabels();
        Map<String, String> labels = labels(node);
        return named
                && wanted.entrySet().stream()
                        .allMatch(label -> Objects.equals(labels.get(label.getKey()), label.getValue()));
    }

    private static @Nullable String reasonToSkip(Node node, List<Toleration> tolerations) {
        if (!isLinux(node)) {
            return "NotLinux";
        }
        if (!isReady(node)) {
            return "NotReady";
        }
        return isTolerated(node, tolerations) ? null : "NoSchedulableAgent";
    }

    private static boolean isLinux(Node node) {
        String label = labels(node).get("kubernetes.io/os");
        if (label != null) {
            return label.equals("linux");
        }
        return node.getStatus() != null
                && node.getStatus().getNodeInfo() != null
                && "linux".equals(node.getStatus().getNodeInfo().getOperatingSystem());
    }

    private static boolean isReady(Node node) {
        return node.getStatus() != null
                && node.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }

    private static boolean isTolerated(Node node, List<Toleration> tolerations) {
        List<Taint> taints = node.getSpec() == null ? List.of() : node.getSpec().getTaints();
        return taints.stream()
                .filter(taint -> !"PreferNoSchedule".equals(taint.getEffect()))
                .filter(taint -> !TOLERATED_BY_EVERY_DAEMON.contains(taint.getKey()))
                .allMatch(taint -> tolerations.stream().anyMatch(toleration -> tolerates(toleration, taint)));
    }

    /** As the scheduler decides it ({@code Toleration.ToleratesTaint} of k8s.io/api). */
    private static boolean tolerates(Toleration toleration, Taint taint) {
        if (isSet(toleration.getEffect()) && !toleration.getEffect().equals(taint.getEffect())) {
            return false;
        }
        if (isSet(toleration.getKey()) && !toleration.getKey().equals(taint.getKey())) {
            return false;
        }
        if ("Exists".equals(toleration.getOperator())) {
            return true;
        }
        return isSet(toleration.getKey())
                && Objects.requireNonNullElse(toleration.getValue(), "")
                        .equals(Objects.requireNonNullElse(taint.getValue(), ""));
    }

    private static boolean isSet(@Nullable String text) {
        return text != null && !text.isEmpty();
    }

    private static Map<String, String> labels(Node node) {
        return node.getMetadata().getLabels() == null
                ? Map.of()
                : node.getMetadata().getLabels();
    }

    private static void skip(SortedMap<String, List<String>> skipped, String reason, String node) {
        skipped.computeIfAbsent(reason, ignored -> new ArrayList<>()).add(node);
    }

    private static List<SkippedNodes> bounded(SortedMap<String, List<String>> skipped) {
        return skipped.entrySet().stream()
                .sorted(Comparator.comparingInt(reason -> -reason.getValue().size()))
                .limit(REASONS)
                .map(reason -> new SkippedNodes(
                        reason.getKey(),
                        reason.getValue().size(),
                        reason.getValue().stream().sorted().limit(SAMPLES).toList()))
                .toList();
    }
}
