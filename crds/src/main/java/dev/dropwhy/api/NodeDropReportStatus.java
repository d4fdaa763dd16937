package dev.dropwhy.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one node found, at most 16 KiB; written by its agent alone.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "!has(self.settings) || self.settings.all(key, key.size() <= 128)",
        message = "status.settings has a key of more than 128 characters",
        fieldPath = ".settings")
public record NodeDropReportStatus(
        @JsonPropertyDescription("Uid of the investigation that this answers.") @Size(max = 64) @Nullable String investigationUid,

        @JsonPropertyDescription(
                "When the agent accepted, RFC 3339, on the node clock; for people, and for a restarted agent of the same node to know how much of its window is left.")
        @Nullable String acceptedTime,

        @JsonPropertyDescription("Start of the window on the node clock, RFC 3339.") @Nullable String startTime,

        @JsonPropertyDescription("End of the window on the node clock, RFC 3339.") @Nullable String completionTime,

        @JsonPropertyDescription("Accepted, Reported.") @Size(max = 8) List<Condition> conditions,

        @JsonPropertyDescription("The node as the agent saw it.") @Nullable HostFacts host,

        @JsonPropertyDescription("Source of drop events.") @Nullable EngineChoice engine,

        @JsonPropertyDescription(
                "Protocol handlers of the observed namespace, EtherType as four hex digits (0004 is LLC) and kernel function: 0004 llc_rcv.")
        @Size(max = 32) List<@Size(max = 128) String> handlers,

        @JsonPropertyDescription("Kernel settings that explain drops, such as net.core.netdev_max_backlog.")
        @Size(max = 32) Map<String, @Size(max = 128) String> settings,

        @JsonPropertyDescription("The outcome on this node in one sentence.") @Size(max = 512) @Nullable String headline,

        @JsonPropertyDescription("The balance over all ledgers.") @Nullable Totals totals,

        @JsonPropertyDescription("One per interface and direction with growth.") @Size(max = 64) List<Ledger> ledgers,

        @JsonPropertyDescription("Worst first.") @Size(max = 16) List<Verdict> verdicts,

        @JsonPropertyDescription("What could not be observed, and why.") @Size(max = 16) List<@Size(max = 512) String> limitations,

        @JsonPropertyDescription("When the counters that grew most did so, and the drops that account for it.")
        @Size(max = 4) List<Timeline> timelines) {

    public NodeDropReportStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
        handlers = handlers == null ? List.of() : List.copyOf(handlers);
        settings = settings == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(settings));
        ledgers = ledgers == null ? List.of() : List.copyOf(ledgers);
        verdicts = verdicts == null ? List.of() : List.copyOf(verdicts);
        limitations = limitations == null ? List.of() : List.copyOf(limitations);
        timelines = timelines == null ? List.of() : List.copyOf(timelines);
    }

    /** The same without timelines: they are for people who read one report, not for a verdict over thousands. */
    public NodeDropReportStatus withoutTimelines() {
        return new NodeDropReportStatus(
                investigationUid,
                acceptedTime,
                startTime,
                completionTime,
                conditions,
                host,
                engine,
                handlers,
                settings,
                headline,
                totals,
                ledgers,
                verdicts,
                limitations,
                List.of());
    }
}
