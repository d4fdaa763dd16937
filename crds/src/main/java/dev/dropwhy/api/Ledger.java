package dev.dropwhy.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/**
 * The balance sheet of one interface and direction: {@code dropped = driverPart + corePart = explained + unexplained}.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Ledger(
        @JsonPropertyDescription("The interface.") @Required @Size(max = 32) String interfaceName,

        @JsonPropertyDescription("Receive or Transmit.") @Required
        Direction direction,

        @JsonPropertyDescription("Growth of rx_dropped or tx_dropped in packets.") @Min(0) long dropped,

        @JsonPropertyDescription("Part that the driver dropped before the stack, where the driver tells.") @Min(0) long driverPart,

        @JsonPropertyDescription("Part that the network core dropped.") @Min(0) long corePart,

        @JsonPropertyDescription("What accounts for it, largest first.") @Size(max = 32) List<LedgerEntry> entries,

        @JsonPropertyDescription("Sum of the entries, at most dropped.") @Min(0) long explained,

        @JsonPropertyDescription("What is left.") @Min(0) long unexplained,

        @JsonPropertyDescription("Drop events lost while observing.") @Min(0) long lostEvents,

        @JsonPropertyDescription("Every counter of the interface that grew.") @Size(max = 64) List<CounterGrowth> counters) {

    public Ledger {
        entries = entries == null ? List.of() : List.copyOf(entries);
        counters = counters == null ? List.of() : List.copyOf(counters);
    }
}
