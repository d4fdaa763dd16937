package dev.dropwhy.agent.counters;

/**
 * A queueing discipline at one moment (RTM_GETQDISC). The kernel counts in 32 bits, so growth is a difference modulo
 * 2³². A classful discipline such as mq reports the sum of its children, which are listed too.
 *
 * @param interfaceIndex interface it is attached to
 * @param kind pfifo_fast, tbf, fq_codel, clsact …
 * @param handle its handle as tc prints it, such as {@code 8001:}
 * @param parent {@code root}, {@code ingress}, or a class such as {@code 8001:2}
 * @param dropped packets dropped since it was attached
 * @param overlimits times it was over its limit
 * @param requeues packets put back
 */
public record Qdisc(
        int interfaceIndex, String kind, String handle, String parent, long dropped, long overlimits, long requeues) {

    /** The handle as the upper half of a class id; 0 for what the kernel attached by itself. */
    int major() {
        return Integer.parseInt(handle, 0, handle.length() - 1, 16);
    }
}
