package dev.dropwhy.diagnosis.observation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One tc filter over the window (RTM_GETTFILTER). Only those are kept that dropped, or that may have and keep no count.
 *
 * @param place where packets meet it: {@code ingress}, {@code egress}, or the handle of a classful queueing discipline such as {@code 1:}
 * @param chain its chain
 * @param preference its preference, which is its place in the order: the least is asked first
 * @param protocol EtherType that it looks at, host order; 0x0003 (ETH_P_ALL) is every one
 * @param kind its classifier: flower, u32, matchall, bpf …
 * @param handle its handle as tc writes it, such as {@code 0x1}, or of u32 {@code 800::800}
 * @param program name of its BPF program, or the program's id where it has no name; absent for other classifiers
 * @param uncounted whether it decides without actions, and so without a count (a BPF program in direct-action mode)
 * @param actions its actions, in the order in which a packet meets them
 */
public record FilterObservation(
        String place,
        long chain,
        int preference,
        int protocol,
        String kind,
        String handle,
        @Nullable String program,
        boolean uncounted,
        List<ActionObservation> actions) {

    /** ETH_P_ALL: the filter looks at packets of every protocol. */
    public static final int EVERY_PROTOCOL = 3;

    public FilterObservation {
        actions = actions == null ? List.of() : List.copyOf(actions);
    }
}
