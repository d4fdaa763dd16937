package dev.dropwhy.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/**
 * How many nodes took part; never one entry per node.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NodeSummary(
        @JsonPropertyDescription("Nodes that the investigation asks.")
        int targeted,

        @JsonPropertyDescription("Nodes whose agent has accepted and observes.")
        int observing,

        @JsonPropertyDescription("Nodes whose report is in.")
        int reported,

        @JsonPropertyDescription("Nodes that did not report in time or said that they could not.")
        int failed,

        @JsonPropertyDescription("Nodes left out, by reason.") @Size(max = 8) List<SkippedNodes> skipped,

        @JsonPropertyDescription("Some of the failed nodes, each with its reason.") @Size(max = 8) List<String> failedNodes) {

    public NodeSummary {
        skipped = skipped == null ? List.of() : List.copyOf(skipped);
        failedNodes = failedNodes == null ? List.of() : List.copyOf(failedNodes);
    }
}
