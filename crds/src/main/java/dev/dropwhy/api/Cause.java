package dev.dropwhy.api;

/**
 * Why packets were dropped: the entries of the cause catalog, names that the API promises.
 *
 * <p>Default severity, kernel reasons, functions, counters and remedies of each stand in the catalog
 * ({@code causes.yaml} of the diagnosis module).
 */
public enum Cause {
    /** Frames of a link protocol that no handler here wants; counted in rx_dropped by {@code __netif_receive_skb_core}. */
    UnhandledLinkProtocol,
    /** Frames of a link protocol freed by the LLC layer ({@code llc_rcv}, {@code stp_pdu_rcv}, {@code snap_rcv}); not counted. */
    LinkProtocolDiscarded,
    /** An IP frame that nobody handles: the IP module is off, or memory pressure on older kernels. */
    UnhandledIpProtocol,
    /** The per-CPU input queue is full ({@code enqueue_to_backlog}, softnet column 2). */
    BacklogOverflow,
    /** More broadcasts or multicasts wait for their copies to macvlans or ipvlans than the queue of the device below holds. */
    BroadcastQueueFull,
    /** The frame took the emergency memory reserve (pfmemalloc) and its protocol may not. */
    MemoryPressure,
    /** A veth peer's MTU is larger than this side's. */
    PeerMtuMismatch,
    /** Frames for another host: flooding or promiscuous mode. */
    ForeignDestination,
    /** Tagged frames of a VLAN that is not configured here. */
    UnknownVlan,
    /** rp_filter refuses the source address. */
    ReversePathFilter,
    /** A martian, a loopback or our own address as source, or an invalid destination. */
    InvalidAddress,
    /** No route to the destination while forwarding. */
    NoRoute,
    /** A blackhole, unreachable or prohibit route. */
    RouteProhibited,
    /** Not addressed to this host, and forwarding is off. */
    NotForwarding,
    /** The hop limit ran out while forwarding. */
    TtlExpired,
    /** Larger than the next hop's MTU, and must not be fragmented. */
    PacketTooBig,
    /** A wrong IP, TCP, UDP or ICMP checksum. */
    ChecksumError,
    /** A truncated packet or an impossible header. */
    MalformedPacket,
    /** Fragment reassembly timed out or overlapped. */
    FragmentLoss,
    /** No handler for the IP protocol number. */
    NoTransportProtocol,
    /** A netfilter rule dropped it. */
    FirewallDrop,
    /** The connection tracking table is full. */
    ConntrackFull,
    /** A tc filter, action or policer dropped it. */
    TrafficControlDrop,
    /** An XDP program dropped it. */
    XdpDrop,
    /** A queueing discipline reached its limit. */
    QdiscOverflow,
    /** Sent into a link without carrier. */
    CarrierLoss,
    /** The receiving socket's buffer is full: its reader is too slow. */
    SocketBufferFull,
    /** A filter on the socket or its cgroup refused it. */
    SocketFilter,
    /** Nobody listens on the port. */
    NoListener,
    /** A listener's accept queue or SYN queue is full. */
    ListenQueueOverflow,
    /** Half-open connections killed by ICMP errors: ListenDrops without an overflow. */
    HandshakeAborted,
    /** Old, duplicate or out-of-window TCP segments. */
    TcpOutOfWindow,
    /** ARP or neighbour discovery failed. */
    NeighbourUnresolved,
    /** The queue of packets that wait for neighbour resolution is full. */
    NeighbourQueueFull,
    /** A tun or tap ring is full: its reader, or the VM behind it, is stalled. */
    DeviceQueueFull,
    /** Multicast or broadcast that nobody here asked for. */
    UnjoinedMulticast,
    /** IPv6 is switched off on the interface. */
    Ipv6Disabled,
    /** Neighbour solicitations for somebody else, or from off the link. */
    NeighbourDiscoveryForeign,
    /** Port state, pause frames, no target or a bad source on a bridge port. */
    BridgeDiscard,
    /** Frames on the inactive member of a bond or team. */
    InactiveSlave,
    /** The driver dropped it before the stack: allocation, missing buffer, bad header. */
    DriverDrop,
    /** The device itself reports drops or overruns. */
    DeviceQueueOverrun,
    /** Nothing is lost here and peers retransmit: suspect the hypervisor's queue. */
    HostSideLoss,
    /** A packet socket lost its own copy; the packet itself was not lost. */
    CaptureOverrun,
    /** Counted, and less than half of it accounted for. */
    Unexplained
}
