package dev.dropwhy.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cause, what it accounts for, whether it matters, and the evidence.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Verdict(
        @JsonPropertyDescription("Why the packets were dropped.") @Required
        Cause cause,

        @JsonPropertyDescription("Benign, Suspicious or Problem.") @Required
        Severity severity,

        @JsonPropertyDescription("High, Medium or Low.") @Required
        Confidence confidence,

        @JsonPropertyDescription("The verdict in one sentence.") @Required @Size(max = 512) String statement,

        @JsonPropertyDescription("Link protocol, as the catalog names it, or the IP protocol.")
        @Size(max = 32) @Nullable String protocol,

        @JsonPropertyDescription("Who sent the frames.") @Nullable Speaker speaker,

        @JsonPropertyDescription("Interfaces concerned.") @Size(max = 16) List<@Size(max = 32) String> interfaces,

        @JsonPropertyDescription("Number of nodes concerned; absent on a single node.") @Min(0) @Max(1000000) @Nullable Integer nodes,

        @JsonPropertyDescription("Some of the nodes concerned.") @Size(max = 5) List<@Size(max = 253) String> sampleNodes,

        @JsonPropertyDescription("Packets dropped for this cause in the window.") @Min(0) long count,

        @JsonPropertyDescription("Bytes dropped for this cause in the window.") @Min(0) long bytes,

        @JsonPropertyDescription("Packets dropped per second, mean over the window.") @Min(0) double perSecond,

        @JsonPropertyDescription("The rhythm of the drops.") @Nullable Cadence cadence,

        @JsonPropertyDescription(
                "The counter that this verdict accounts for, such as rx_dropped or Udp.RcvbufErrors; absent where none counts it.")
        @Size(max = 64) @Nullable String counter,

        @JsonPropertyDescription("Percent of the growth of that counter that this verdict accounts for, rounded down.")
        @Min(0) @Max(100) @Nullable Integer share,

        @JsonPropertyDescription("What speaks for the verdict.") @Size(max = 16) List<@Size(max = 512) String> evidence,

        @JsonPropertyDescription("What speaks against it, or limits it.") @Size(max = 16) List<@Size(max = 512) String> counterEvidence,

        @JsonPropertyDescription("What to do, preferred first.") @Size(max = 8) List<Remedy> remedies) {

    public Verdict {
        interfaces = interfaces == null ? List.of() : List.copyOf(interfaces);
        sampleNodes = sampleNodes == null ? List.of() : List.copyOf(sampleNodes);
        evidence = evidence == null ? List.of() : List.copyOf(evidence);
        counterEvidence = counterEvidence == null ? List.of() : List.copyOf(counterEvidence);
        remedies = remedies == null ? List.of() : List.copyOf(remedies);
    }

    /** The same finding, said and argued differently. */
    public Verdict reworded(
            String statement, List<String> evidence, List<String> counterEvidence, List<Remedy> remedies) {
        return new Verdict(
                cause,
                severity,
                confidence,
                statement,
                protocol,
                speaker,
                interfaces,
                nodes,
                sampleNodes,
                count,
                bytes,
                perSecond,
                cadence,
                counter,
                share,
                evidence,
                counterEvidence,
                remedies);
    }
}
