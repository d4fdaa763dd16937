package dev.dropwhy.operator.targeting;

import dev.dropwhy.api.NodeSelection;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeList;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads nodes page by page when an investigation starts. No informer: nodes change with every heartbeat, and an
 * investigation asks once.
 */
public final class NodeReader {

    private static final long PAGE = 500;

    private final KubernetesClient client;
    private final List<Toleration> tolerations;

    public NodeReader(KubernetesClient client, List<Toleration> tolerations) {
        this.client = client;
        this.tolerations = List.copyOf(tolerations);
    }

    /** Chooses the nodes that a selection means now. */
    public Targets choose(@Nullable NodeSelection selection) {
        return NodeTargets.choose(nodes(selection), selection, tolerations);
    }

    private List<Node> nodes(@Nullable NodeSelection selection) {
        // Named nodes are looked for in the whole list, so that a name which the selector excludes is not "not found".
        Map<String, String> labels = selection == null
                        || selection.selector() == null
                        || !selection.names().isEmpty()
                ? Map.of()
                : selection.selector().matchLabels();
        var nodes = new ArrayList<Node>();
        String next = null;
        do {
            NodeList page = client.nodes()
                    .withLabels(labels)
                    .list(new ListOptionsBuilder()
                            .withLimit(PAGE)
                            .withContinue(next)
                            .build());
            nodes.addAll(page.getItems());
            next = page.getMetadata().getContinue();
        } while (next != null && !next.isEmpty());
        return nodes;
    }
}
