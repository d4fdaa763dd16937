package dev.dropwhy.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/**
 * The balance over all ledgers. {@code explained + unexplained = dropped}.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Totals(
        @JsonPropertyDescription("Packets by which the drop counters of the chosen interfaces grew.")
        long dropped,

        @JsonPropertyDescription("Part of them that verdicts account for.")
        long explained,

        @JsonPropertyDescription("Part that nothing accounts for.")
        long unexplained,

        @JsonPropertyDescription("Drop events that the engine could not keep; 0 means every event was seen.")
        long lostEvents) {}
