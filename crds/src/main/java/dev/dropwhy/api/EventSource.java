package dev.dropwhy.api;

/** Where the agent learns of single drops. */
public enum EventSource {
    /** The best engine that this kernel and these privileges allow; the report says why not a better one. */
    Auto,
    /** {@code tp_btf/kfree_skb}, aggregated in the kernel (Linux 5.8 and newer with BTF). */
    Ebpf,
    /** NET_DM packet alerts over netlink (Linux 5.4 and newer, module {@code drop_monitor}). */
    DropMonitor,
    /** The {@code skb:kfree_skb} trace event in an own tracefs instance. */
    Tracefs,
    /** A packet capture of frames that no handler wants. It hides the drops it looks for; never chosen silently. */
    Capture,
    /** No events: counters alone. */
    CountersOnly
}
