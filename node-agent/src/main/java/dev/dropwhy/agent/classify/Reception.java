package dev.dropwhy.agent.classify;

/** What this host would do with a frame on arrival, as far as its protocol handlers tell. */
public enum Reception {
    /** A handler is registered for its EtherType. */
    Handled,
    /** The LLC layer takes it, and discards it unless a program has opened that address; not counted in rx_dropped. */
    LlcLayer,
    /** It carries a VLAN tag: whether it is wanted depends on the VLAN interfaces. */
    Tagged,
    /** No handler: the frame counts in rx_dropped. */
    Unhandled,
    /** Not an Ethernet frame, or cut short before its EtherType; or the handlers of this host are not known. */
    Unknown
}
