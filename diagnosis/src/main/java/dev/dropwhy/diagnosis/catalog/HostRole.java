package dev.dropwhy.diagnosis.catalog;

/**
 * What an interface is used for on this host, where that decides whether a link protocol is wanted. A protocol that the
 * interface's role needs and that is dropped all the same is a Problem, not noise.
 */
public enum HostRole {
    /** Member of a bond or team that aggregates links (IEEE 802.1AX). */
    BondMember,
    /** Port of a bridge (IEEE 802.1Q). */
    BridgePort,
    /** Carries VLAN interfaces on top. */
    VlanParent,
    /** Carries a PPPoE session. */
    PppoeClient,
    /** Carries a MACsec interface on top. */
    MacsecParent,
    /** Member of a batman-adv mesh. */
    BatmanMember,
    /** Takes part in an HSR or PRP ring. */
    HsrMember,
    /** MPLS input is switched on. */
    MplsRouter
}
