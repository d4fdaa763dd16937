package dev.dropwhy.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DropInvestigationStatus(
        @JsonPropertyDescription("Generation of the spec that this status answers.") @Nullable Long observedGeneration,

        @JsonPropertyDescription("When the investigation started, RFC 3339.") @Nullable String startTime,

        @JsonPropertyDescription("When it ended, RFC 3339.") @Nullable String completionTime,

        @JsonPropertyDescription("The outcome in one sentence that a person understands.") @Size(max = 512) @Nullable String headline,

        @JsonPropertyDescription("Accepted, AgentsReady, ReportsCollected, Succeeded.") @Size(max = 8) List<Condition> conditions,

        @JsonPropertyDescription("The answer at a glance, as kubectl get prints it.") @Nullable InvestigationSummary summary,

        @JsonPropertyDescription("How many nodes took part.") @Nullable NodeSummary nodes,

        @JsonPropertyDescription("The balance over all nodes.") @Nullable Totals totals,

        @JsonPropertyDescription("Worst first.") @Size(max = 16) List<Verdict> verdicts) {

    public DropInvestigationStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
        verdicts = verdicts == null ? List.of() : List.copyOf(verdicts);
    }
}
