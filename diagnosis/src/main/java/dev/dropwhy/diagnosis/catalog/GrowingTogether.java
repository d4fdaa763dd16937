package dev.dropwhy.diagnosis.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Counters that all grow with one and the same packet.
 *
 * @param when what happens to the packet
 * @param counters the counters, at least one; one alone says that no other counts the packet
 */
public record GrowingTogether(
        @JsonProperty("when") String when,
        @JsonProperty("counters") List<On> counters) {

    public GrowingTogether {
        Objects.requireNonNull(when, "Counters of the catalog that grow together do not say when.");
        counters = List.copyOf(Objects.requireNonNull(counters, "Counters that grow together are not named."));
        if (counters.isEmpty()) {
            throw new IllegalArgumentException("Counters that grow together are not named: " + when);
        }
    }

    /**
     * A counter and whose it is.
     *
     * @param counter as the catalog of counters spells it
     * @param of whose counter; the device's own where it is not given
     */
    public record On(
            @JsonProperty("counter") String counter,
            @JsonProperty("of") Owner of) {

        public On {
            of = of == null ? Owner.Device : of;
        }

        String spelled() {
            return CounterNames.canonical(counter) + of.spelled();
        }
    }

    /** Whose counter it is. */
    public enum Owner {
        /** The device's own. */
        Device(""),
        /** The other end of the pair. */
        Peer(" of the peer"),
        /** The device below: the parent of a macvlan or VLAN, the port of a bridge, the member of a bond. */
        Lower(" of the device below"),
        /** The devices stacked on top. */
        Upper(" of each device on top"),
        /** The machine's, not an interface's. */
        Host(" of the machine"),
        /** The interface of the hypervisor that leads to this machine. */
        Hypervisor(" of the tap on the hypervisor");

        private final String spelled;

        Owner(String spelled) {
            this.spelled = spelled;
        }

        String spelled() {
            return spelled;
        }
    }

    /** As one sentence. */
    public String sentence() {
        String names = counters.stream().map(On::spelled).collect(Collectors.joining(" and "));
        return names + (counters.size() == 1 ? " alone grows: " : " grow together: ") + when;
    }
}
