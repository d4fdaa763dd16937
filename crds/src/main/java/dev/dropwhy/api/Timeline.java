package dev.dropwhy.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/**
 * How rx_dropped or tx_dropped of one interface grew over the window, and the drops of known time that account for it:
 * {@code sum(counted) = Ledger.dropped} and {@code sum(explained) + untimed = Ledger.explained}.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Timeline(
        @JsonPropertyDescription("The interface.") @Required @Size(max = 32) String interfaceName,

        @JsonPropertyDescription("Receive or Transmit.") @Required
        Direction direction,

        @JsonPropertyDescription("Length of a step in milliseconds.") @Required @Min(1) @Max(3600000) long stepMillis,

        @JsonPropertyDescription("By how much the counter grew in each step.") @Size(max = 60) List<@Min(0) Long> counted,

        @JsonPropertyDescription("Explained drops of each step, as many steps as counted has.") @Size(max = 60) List<@Min(0) Long> explained,

        @JsonPropertyDescription(
                "Explained drops whose time is not known: a driver's own statistics, or too many for the time of each to be kept.")
        @Min(0) long untimed) {

    public Timeline {
        counted = counted == null ? List.of() : List.copyOf(counted);
        explained = explained == null ? List.of() : List.copyOf(explained);
    }
}
