package dev.dropwhy.agent.counters;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tc filter at one moment (RTM_GETTFILTER).
 *
 * @param place where packets meet it: {@code ingress}, {@code egress}, or the handle of a classful queueing discipline
 * @param chain its chain
 * @param preference its preference
 * @param protocol EtherType that it looks at, host order; 3 (ETH_P_ALL) is every one
 * @param kind flower, u32, matchall, bpf …
 * @param handle its handle as tc writes it, such as {@code 0x1}, or of u32 {@code 800::800}
 * @param program name or id of its BPF program; absent for other classifiers
 * @param directAction whether its BPF program decides by itself, without actions and so without a count
 * @param actions its actions, in the order in which a packet meets them
 */
public record TrafficFilter(
        String place,
        long chain,
        int preference,
        int protocol,
        String kind,
        String handle,
        @Nullable String program,
        boolean directAction,
        List<TrafficAction> actions) {

    public TrafficFilter {
        actions = List.copyOf(actions);
    }
}
