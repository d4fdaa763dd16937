package dev.dropwhy.agent.dropevents.dropmonitor;

import java.util.List;
import java.util.Set;

/**
 * Where in the kernel a packet is on its way out. The monitor names the interface where a packet came in ({@code skb_iif}); one
 * that was forwarded or bridged is another's by then ({@code skb->dev}), which the monitor does not tell.
 */
final class WayOut {

    /** Devices and tunnels ({@code ndo_start_xmit}, {@code iptunnel_xmit}), {@code __dev_queue_xmit}, queueing disciplines. */
    private static final List<String> ENDINGS =
            List.of("_xmit", "_xmit_skb", "_xmit_skb_list", "_enqueue", "_dequeue", "_output", "_error_report");

    /** Queues that are emptied, neighbours that do not answer, the far end of a pair of devices. */
    private static final List<String> BEGINNINGS = List.of(
            "kfree_skb_list", "qdisc_", "__qdisc_", "neigh_", "__neigh_", "__dev_forward_skb", "____dev_forward_skb");

    private static final Set<String> OTHERS =
            Set.of("sch_handle_egress", "ip_finish_output2", "ip6_finish_output2", "ip_fragment", "ip6_fragment");

    private WayOut() {}

    /**
     * Whether packets that this kernel function frees were about to leave.
     *
     * @param function its name without compiler suffixes
     */
    static boolean has(String function) {
        return OTHERS.contains(function)
                || ENDINGS.stream().anyMatch(function::endsWith)
                || BEGINNINGS.stream().anyMatch(function::startsWith);
    }
}
