package dev.dropwhy.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;

/**
 * The balance over all ledgers. {@code explained + unexplained = dropped}.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Totals(
        @JsonPropertyDescription("Packets by which the drop counters of the chosen interfaces grew.") @Min(0) long dropped,

        @JsonPropertyDescription("Part of them that verdicts account for.") @Min(0) long explained,

        @JsonPropertyDescription("Part that nothing accounts for.") @Min(0) long unexplained,

        @JsonPropertyDescription("Drop events that the engine could not keep; 0 means every event was seen.") @Min(0) long lostEvents) {}
