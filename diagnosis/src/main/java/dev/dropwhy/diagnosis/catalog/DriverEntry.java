package dev.dropwhy.diagnosis.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.dropwhy.api.Cause;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a driver's counters hold ({@code drivers.yaml}, which documents its fields).
 *
 * @param drivers driver names and link kinds
 * @param causes what its counters mostly grow with: where the remedies stand
 * @param exact whether {@code rxDrops} is exactly the driver's part of rx_dropped
 * @param rxDrops statistics that are part of rx_dropped; the first expression that fits any is used alone
 * @param xdpDrops those of them that an XDP program's verdict made; the first expression that fits any is used alone
 * @param txDrops statistics that are part of tx_dropped
 * @param deviceDrops statistics by which the device admits its own losses
 * @param mayCount whether rx_dropped may hold drops that no event shows and no statistic tells
 * @param rx what rx_dropped means
 * @param tx what tx_dropped means
 * @param functions kernel functions that count, the one that adds the counters up among them
 * @param together what grows together with what, and when
 * @param since what differs between kernels
 * @param notes what to know about rings and errors
 */
public record DriverEntry(
        @JsonProperty("drivers") List<String> drivers,
        @JsonProperty("causes") List<Cause> causes,
        @JsonProperty("exact") boolean exact,
        @JsonProperty("rxDrops") List<Pattern> rxDrops,
        @JsonProperty("xdpDrops") List<Pattern> xdpDrops,
        @JsonProperty("txDrops") List<Pattern> txDrops,
        @JsonProperty("deviceDrops") List<Pattern> deviceDrops,
        @JsonProperty("mayCount") boolean mayCount,
        @JsonProperty("rx") String rx,
        @JsonProperty("tx") String tx,
        @JsonProperty("functions") List<String> functions,
        @JsonProperty("together") List<GrowingTogether> together,
        @JsonProperty("since") KernelHistory since,
        @JsonProperty("notes") @Nullable String notes) {

    public DriverEntry {
        drivers = List.copyOf(Objects.requireNonNull(drivers, "An entry of the catalog of drivers names none."));
        String name = String.join(", ", drivers);
        rxDrops = rxDrops == null ? List.of() : List.copyOf(rxDrops);
        xdpDrops = xdpDrops == null ? List.of() : List.copyOf(xdpDrops);
        txDrops = txDrops == null ? List.of() : List.copyOf(txDrops);
        deviceDrops = deviceDrops == null ? List.of() : List.copyOf(deviceDrops);
        given(name, "causes", causes);
        given(name, "rx", rx);
        given(name, "tx", tx);
        given(name, "functions", functions);
        given(name, "together", together);
        given(name, "since", since);
        causes = List.copyOf(causes);
        functions = List.copyOf(functions);
        together = List.copyOf(together);
        if (drivers.isEmpty() || causes.isEmpty() || functions.isEmpty() || together.isEmpty()) {
            throw new IllegalArgumentException("The entry of the driver " + name
                    + " must name it, its causes, the functions that count, and what grows together.");
        }
    }

    /**
     * What a drop counter of this driver means.
     *
     * @param counter rx_dropped or tx_dropped
     */
    public String means(String counter) {
        return counter.startsWith("tx") ? tx : rx;
    }

    private static void given(String driver, String field, @Nullable Object value) {
        Objects.requireNonNull(value, () -> "The entry of the driver " + driver + " has no " + field + ".");
    }
}
