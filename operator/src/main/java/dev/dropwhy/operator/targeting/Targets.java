package dev.dropwhy.operator.targeting;

import dev.dropwhy.api.SkippedNodes;
import java.util.List;
import java.util.SortedSet;

/**
 * The outcome of choosing nodes.
 *
 * @param nodes nodes to ask
 * @param skipped nodes that were meant and cannot be asked, by reason
 */
public record Targets(SortedSet<String> nodes, List<SkippedNodes> skipped) {

    public Targets {
        skipped = List.copyOf(skipped);
    }

    /** How many nodes were left out. */
    public int skippedCount() {
        return skipped.stream().mapToInt(SkippedNodes::count).sum();
    }
}
