package dev.dropwhy.diagnosis.catalog;

/** What must hold for a group of drops, its interface and its frames so that a {@link ReasonRule} fits. */
public enum Condition {
    /** The stack saw an IPv4 or IPv6 frame. */
    IpFrame,
    /** The frame carried a VLAN tag other than the priority tag (VLAN 0). */
    Tagged,
    /** The frame's destination MAC is the interface's own or a group address. */
    OwnDestination,
    /** The packet's destination is multicast. */
    Multicast,
    /** The interface is a port of a bridge. */
    BridgePort,
    /**
     * The interface is the inactive member of a bond or team: its rx_nohandler grew, and the frame is not a link-local one, which
     * such a member takes like any other interface.
     */
    InactiveMember,
    /** The interface has no carrier, and no real queueing discipline of it accounts for the drops. */
    NoCarrier,
    /** An ingress or clsact queueing discipline of the interface dropped packets in the window. */
    FilterHookDropped,
    /** A queueing discipline of the interface dropped packets in the window. */
    QdiscDropped
}
