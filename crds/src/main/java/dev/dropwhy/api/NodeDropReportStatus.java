package dev.dropwhy.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one node found, at most 16 KiB; written by its agent alone.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NodeDropReportStatus(
        @JsonPropertyDescription("Uid of the investigation that this answers.") @Size(max = 64) @Nullable String investigationUid,

        @JsonPropertyDescription("When the agent accepted, RFC 3339, on the node clock; for people, never compared.")
        @Nullable String acceptedTime,

        @JsonPropertyDescription("Start of the window on the node clock, RFC 3339.") @Nullable String startTime,

        @JsonPropertyDescription("End of the window on the node clock, RFC 3339.") @Nullable String completionTime,

        @JsonPropertyDescription("Accepted, Reported.") @Size(max = 8) List<Condition> conditions,

        @JsonPropertyDescription("The node as the agent saw it.") @Nullable HostFacts host,

        @JsonPropertyDescription("Source of drop events.") @Nullable EngineChoice engine,

        @JsonPropertyDescription("The outcome on this node in one sentence.") @Size(max = 512) @Nullable String headline,

        @JsonPropertyDescription("The balance over all ledgers.") @Nullable Totals totals,

        @JsonPropertyDescription("One per interface and direction with growth.") @Size(max = 64) List<Ledger> ledgers,

        @JsonPropertyDescription("Worst first.") @Size(max = 16) List<Verdict> verdicts,

        @JsonPropertyDescription("What could not be observed, and why.") @Size(max = 16) List<String> limitations) {

    public NodeDropReportStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
        ledgers = ledgers == null ? List.of() : List.copyOf(ledgers);
        verdicts = verdicts == null ? List.of() : List.copyOf(verdicts);
        limitations = limitations == null ? List.of() : List.copyOf(limitations);
    }
}
