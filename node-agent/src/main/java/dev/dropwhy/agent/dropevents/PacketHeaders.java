package dev.dropwhy.agent.dropevents;

import org.jspecify.annotations.Nullable;

/**
 * How much of a captured frame is headers. Payload of IP packets and of local sockets is nobody's business and is cut off
 * before anything is kept; frames that are not IP are protocol headers all through.
 */
public final class PacketHeaders {

    private static final int ETHERNET = 14;
    static final int IPV4 = 0x0800;
    static final int IPV6 = 0x86dd;
    static final int ARP = 0x0806;
    private static final int LLC = 0x0004;
    private static final int RAW_802_3 = 0x0001;
    private static final int LOWEST_ETHER_TYPE = 0x600;
    private static final int MOST_VLAN_TAGS = 4;
    private static final int MOST_EXTENSIONS = 8;

    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMPV6 = 58;

    private PacketHeaders() {}

    /** Whether the protocol, as the stack saw it, is IP of either version. */
    public static boolean isIp(int protocol) {
        return protocol == IPV4 || protocol == IPV6;
    }

    /** The same, or ARP: what is not, and not 0, is below IP. */
    public static boolean isIpOrArp(int protocol) {
        return isIp(protocol) || protocol == ARP;
    }

    /** Whether the bytes begin with an Ethernet header: its type is the protocol as the stack saw it. */
    public static boolean startsWithEthernet(byte[] frame, int protocol) {
        if (frame.length < ETHERNET) {
            return false;
        }
        int type = unsignedShort(frame, 12);
        return protocol >= LOWEST_ETHER_TYPE
                ? type == protocol
                : type < LOWEST_ETHER_TYPE && (protocol == LLC || protocol == RAW_802_3);
    }

    /**
     * How many of the captured bytes to keep.
     *
     * @param frame captured bytes
     * @param linkHeader whether they start at the link header, else at the network header
     * @param protocol protocol as the stack saw it
     */
    public static int length(byte[] frame, boolean linkHeader, int protocol) {
        int network = 0;
        int type = protocol;
        if (linkHeader && startsWithEthernet(frame, protocol)) {
            network = ETHERNET;
            type = unsignedShort(frame, 12);
            for (int tags = 0; isVlan(type) && tags < MOST_VLAN_TAGS && network + 4 <= frame.length; tags++) {
                type = unsignedShort(frame, network + 2);
                network += 4;
            }
        }
        return switch (type) {
            case IPV4 -> Math.min(frame.length, ipv4(frame, network));
            case IPV6 -> Math.min(frame.length, ipv6(frame, network));
            // Below IP there are only protocol headers. Without an Ethernet header it is data of a local socket.
            default -> network == 0 ? 0 : frame.length;
        };
    }

    /**
     * The protocol of an IP packet, of IPv6 the first next header; null where there is none, or the bytes end before it.
     *
     * @param frame bytes from the link header on, if there is one
     * @param protocol protocol as the stack saw it
     */
    public static @Nullable Integer ipProtocol(byte[] frame, int protocol) {
        int offset = switch (protocol) {
            case IPV4 -> 9; // RFC 791, section 3.1
            case IPV6 -> 6; // RFC 8200, section 3
            default -> -1;
        };
        if (offset < 0) {
            return null;
        }
        int at = offset + (startsWithEthernet(frame, protocol) ? ETHERNET : 0);
        return at < frame.length ? Byte.toUnsignedInt(frame[at]) : null;
    }

    private static boolean isVlan(int type) {
        return type == 0x8100 || type == 0x88a8 || type == 0x9100;
    }

    private static int ipv4(byte[] frame, int start) {
        if (start + 20 > frame.length) {
            return frame.length;
        }
        int transport = start + Math.max(20, (frame[start] & 0xf) * 4);
        boolean laterFragment = (unsignedShort(frame, start + 6) & 0x1fff) != 0;
        return laterFragment ? transport : transport(frame, transport, frame[start + 9] & 0xff);
    }

    private static int ipv6(byte[] frame, int start) {
        if (start + 40 > frame.length) {
            return frame.length;
        }
        int next = frame[start + 6] & 0xff;
        int at = start + 40;
        for (int extensions = 0; extensions < MOST_EXTENSIONS && at + 8 <= frame.length; extensions++) {
            switch (next) {
                case 0, 43, 60 -> { // hop-by-hop, routing, destination options: RFC 8200, 4.3 to 4.6
                    next = frame[at] & 0xff;
                    at += 8 + (frame[at + 1] & 0xff) * 8;
                }
                case 44 -> { // fragment
                    boolean later = (unsignedShort(frame, at + 2) & 0xfff8) != 0;
                    next = frame[at] & 0xff;
                    at += 8;
                    if (later) {
                        return at;
                    }
                }
                default -> {
                    return transport(frame, at, next);
                }
            }
        }
        return at;
    }

    private static int transport(byte[] frame, int start, int protocol) {
        return switch (protocol) {
            case UDP -> start + 8;
            // An ICMP error carries the header of the packet it is about: its first 8 bytes say what kind it is.
            case ICMP, ICMPV6 -> start + 8;
            case TCP ->
                start + 12 < frame.length ? start + Math.max(20, ((frame[start + 12] >> 4) & 0xf) * 4) : start + 20;
            default -> start;
        };
    }

    private static int unsignedShort(byte[] bytes, int offset) {
        return ((bytes[offset] & 0xff) << 8) | (bytes[offset + 1] & 0xff);
    }
}
