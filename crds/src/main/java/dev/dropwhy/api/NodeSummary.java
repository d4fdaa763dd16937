package dev.dropwhy.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/**
 * How many nodes took part; never one entry per node.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NodeSummary(
        @JsonPropertyDescription("Nodes that the investigation asks.") @Min(0) @Max(1000000) int targeted,

        @JsonPropertyDescription("Nodes whose agent has accepted and observes.") @Min(0) @Max(1000000) int observing,

        @JsonPropertyDescription("Nodes whose report is in.") @Min(0) @Max(1000000) int reported,

        @JsonPropertyDescription("Nodes that did not report in time or said that they could not.") @Min(0) @Max(1000000) int failed,

        @JsonPropertyDescription("Nodes left out, by reason.") @Size(max = 8) List<SkippedNodes> skipped,

        @JsonPropertyDescription("Some of the failed nodes, each with its reason.") @Size(max = 8) List<@Size(max = 512) String> failedNodes) {

    public NodeSummary {
        skipped = skipped == null ? List.of() : List.copyOf(skipped);
        failedNodes = failedNodes == null ? List.of() : List.copyOf(failedNodes);
    }
}
