package dev.dropwhy.diagnosis.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a driver's counters hold ({@code drivers.yaml}, which documents its fields).
 *
 * @param drivers driver names and link kinds
 * @param exact whether {@code rxDrops} is exactly the driver's part of rx_dropped
 * @param rxDrops statistics that are part of rx_dropped; the first expression that fits any is used alone
 * @param xdpDrops those of them that an XDP program's verdict made; the first expression that fits any is used alone
 * @param txDrops statistics that are part of tx_dropped
 * @param deviceDrops statistics by which the device admits its own losses
 * @param mayCount whether rx_dropped may hold drops that no event shows and no statistic tells
 * @param means what rx_dropped means
 * @param notes what to know about rings and errors
 */
public record DriverEntry(
        @JsonProperty("drivers") List<String> drivers,
        @JsonProperty("exact") boolean exact,
        @JsonProperty("rxDrops") List<Pattern> rxDrops,
        @JsonProperty("xdpDrops") List<Pattern> xdpDrops,
        @JsonProperty("txDrops") List<Pattern> txDrops,
        @JsonProperty("deviceDrops") List<Pattern> deviceDrops,
        @JsonProperty("mayCount") boolean mayCount,
        @JsonProperty("means") String means,
        @JsonProperty("notes") @Nullable String notes) {

    public DriverEntry {
        drivers = List.copyOf(drivers);
        rxDrops = rxDrops == null ? List.of() : List.copyOf(rxDrops);
        xdpDrops = xdpDrops == null ? List.of() : List.copyOf(xdpDrops);
        txDrops = txDrops == null ? List.of() : List.copyOf(txDrops);
        deviceDrops = deviceDrops == null ? List.of() : List.copyOf(deviceDrops);
    }
}
