package dev.dropwhy.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the operator asks of one node. Immutable.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = "self == oldSelf", message = "spec is immutable: the operator creates one report for each node")
public record NodeDropReportSpec(
        @JsonPropertyDescription("The node; only its own agent may write the status.") @Required @Size(max = 253) String nodeName,

        @JsonPropertyDescription("The investigation it belongs to.") @Required
        InvestigationRef investigation,

        @JsonPropertyDescription("Interfaces to balance.") @Nullable InterfaceSelection interfaces,

        @JsonPropertyDescription("Length of the window in seconds; the agent starts it on its own clock.")
        @Required
        @Min(5) @Max(3600) Integer durationSeconds,

        @JsonPropertyDescription("Where single drops are learned from.") @Nullable EventSource events,

        @JsonPropertyDescription("How much of dropped frames to keep.") @Nullable FrameSampling frames,

        @JsonPropertyDescription("Causes that are known and fine here.") @Size(max = 32) List<Expectation> expectations) {

    public NodeDropReportSpec {
        expectations = expectations == null ? List.of() : List.copyOf(expectations);
    }
}
