package dev.dropwhy.diagnosis.observation;

import java.util.List;

/**
 * The tap test: a time without a tap, a time with dropwhy's own tap on the interfaces, and where the window was long enough
 * a time without it again. A tap takes frames that no protocol handler wants, which are counted in rx_dropped otherwise
 * ({@code __netif_receive_skb_core}, pt_prev): drops that stop for as long as a tap is open are drops of unhandled protocols.
 *
 * @param openedMillis when the taps were open, milliseconds since the start of the window
 * @param closedMillis when they were closed
 * @param endMillis when the counters were read last
 * @param interfaces the interfaces that had a tap
 */
public record TapTest(long openedMillis, long closedMillis, long endMillis, List<TappedInterface> interfaces) {

    /** Stands for the kernel function in groups of frames that a tap took: nothing freed them. */
    public static final String FUNCTION = "(tap)";

    public TapTest {
        interfaces = interfaces == null ? List.of() : List.copyOf(interfaces);
    }

    /** How long the taps were open, in milliseconds. */
    public long withTapMillis() {
        return Math.max(0, closedMillis - openedMillis);
    }

    /** How long the counters were watched without a tap, in milliseconds. */
    public long withoutTapMillis() {
        return Math.max(0, openedMillis) + Math.max(0, endMillis - closedMillis);
    }
}
