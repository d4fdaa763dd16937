package dev.dropwhy.diagnosis.catalog;

/** What must hold for a group of drops, its interface and its frames so that a {@link ReasonRule} fits. */
public enum Condition {
    /** The stack saw an IPv4 or IPv6 frame. */
    IpFrame("the frame is IPv4 or IPv6"),
    /** The frame carried a VLAN tag other than the priority tag (VLAN 0). */
    Tagged("the frame carries a VLAN tag"),
    /** The frame's destination MAC is the interface's own or a group address. */
    OwnDestination("the frame is addressed to this interface or to a group"),
    /** The packet's destination is multicast. */
    Multicast("the destination is multicast"),
    /** The interface is a port of a bridge. */
    BridgePort("the interface is a port of a bridge"),
    /**
     * The interface is the inactive member of a bond or team: its rx_nohandler grew, and the frame is not a link-local one, which
     * such a member takes like any other interface.
     */
    InactiveMember("the interface is the inactive member of a bond or team and the frame is not a link-local one"),
    /** The interface has no carrier, and no real queueing discipline of it accounts for the drops. */
    NoCarrier("the interface has no carrier"),
    /** An ingress or clsact queueing discipline of the interface dropped packets in the window. */
    FilterHookDropped("an ingress or clsact hook of the interface counted drops"),
    /** A queueing discipline of the interface dropped packets in the window. */
    QdiscDropped("a queueing discipline of the interface counted drops");

    private final String spelled;

    Condition(String spelled) {
        this.spelled = spelled;
    }

    /** The condition as a clause that follows "when". */
    String spelled() {
        return spelled;
    }
}
