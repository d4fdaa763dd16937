package dev.dropwhy.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to investigate. Immutable but for {@code suspend} and {@code ttlSecondsAfterFinished}.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "has(self.nodes) == has(oldSelf.nodes) && (!has(self.nodes) || self.nodes == oldSelf.nodes)",
        message = "spec.nodes is immutable: create a new DropInvestigation to ask again",
        fieldPath = ".nodes")
@ValidationRule(
        value =
                "has(self.interfaces) == has(oldSelf.interfaces) && (!has(self.interfaces) || self.interfaces == oldSelf.interfaces)",
        message = "spec.interfaces is immutable: create a new DropInvestigation to ask again",
        fieldPath = ".interfaces")
@ValidationRule(
        value =
                "has(self.durationSeconds) == has(oldSelf.durationSeconds) && (!has(self.durationSeconds) || self.durationSeconds == oldSelf.durationSeconds)",
        message = "spec.durationSeconds is immutable: create a new DropInvestigation to ask again",
        fieldPath = ".durationSeconds")
@ValidationRule(
        value = "has(self.events) == has(oldSelf.events) && (!has(self.events) || self.events == oldSelf.events)",
        message = "spec.events is immutable: create a new DropInvestigation to ask again",
        fieldPath = ".events")
@ValidationRule(
        value = "has(self.frames) == has(oldSelf.frames) && (!has(self.frames) || self.frames == oldSelf.frames)",
        message = "spec.frames is immutable: create a new DropInvestigation to ask again",
        fieldPath = ".frames")
@ValidationRule(
        value =
                "has(self.expectations) == has(oldSelf.expectations) && (!has(self.expectations) || self.expectations == oldSelf.expectations)",
        message = "spec.expectations is immutable: create a new DropInvestigation to ask again",
        fieldPath = ".expectations")
public record DropInvestigationSpec(
        @JsonPropertyDescription("Nodes to investigate. Default: every Linux node, refused above 50.") @Nullable NodeSelection nodes,

        @JsonPropertyDescription("Interfaces to balance. Default: every interface with a device behind it.") @Nullable InterfaceSelection interfaces,

        @JsonPropertyDescription("Length of the observation window in seconds. Default 60.")
        @Min(5) @Max(3600) @Default("60")
        @Nullable Integer durationSeconds,

        @JsonPropertyDescription("Where single drops are learned from. Default Auto.") @Default("Auto") @Nullable EventSource events,

        @JsonPropertyDescription("How much of dropped frames to keep as evidence.") @Nullable FrameSampling frames,

        @JsonPropertyDescription("Causes that are known and fine here.") @Size(max = 32) List<Expectation> expectations,

        @JsonPropertyDescription("Seconds after completion at which the investigation is deleted. Default 86400.")
        @Min(0) @Max(31536000) @Default("86400")
        @Nullable Integer ttlSecondsAfterFinished,

        @JsonPropertyDescription("Do not start, or stop observing, while true. Default false.")
        @Default("false")
        @Nullable Boolean suspend) {

    public DropInvestigationSpec {
        expectations = expectations == null ? List.of() : List.copyOf(expectations);
    }
}
