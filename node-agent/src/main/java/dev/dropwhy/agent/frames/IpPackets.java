package dev.dropwhy.agent.frames;

import dev.dropwhy.diagnosis.observation.IpHeader;
import org.jspecify.annotations.Nullable;

/**
 * The headers of IPv4 (RFC 791), IPv6 (RFC 8200), ARP (RFC 826), and the ports of what they carry. {@code
 * docs/decisions/0002-frame-decoding.md} says why these few fields are not read by pcap4j.
 */
final class IpPackets {

    static final int ETHER_TYPE_IPV4 = 0x0800;
    static final int ETHER_TYPE_ARP = 0x0806;
    static final int ETHER_TYPE_IPV6 = 0x86dd;

    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int DCCP = 33;
    private static final int ICMP_V6 = 58;
    private static final int SCTP = 132;
    private static final int UDP_LITE = 136;

    private static final int HOP_BY_HOP = 0;
    private static final int ROUTING = 43;
    private static final int FRAGMENT = 44;
    private static final int AUTHENTICATION = 51;
    private static final int DESTINATION_OPTIONS = 60;
    private static final int MOBILITY = 135;

    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;

    /** RFC 8200 4.1 allows seven extension headers; whoever sends more wants to be expensive. */
    private static final int MAXIMUM_EXTENSIONS = 8;

    private IpPackets() {}

    /** Reads an IPv4 header; null where it was cut off or is none. */
    static @Nullable IpHeader ipv4(Bytes packet) {
        int header = (packet.u8(0) & 0xf) * 4;
        if (!packet.has(0, IPV4_HEADER) || packet.u8(0) >>> 4 != 4 || header < IPV4_HEADER) {
            return null;
        }
        boolean first = (packet.u16(6) & 0x1fff) == 0;
        Bytes transport = first ? packet.from(header) : packet.slice(0, 0);
        return header(
                AddressText.ipv4(packet.u32(12)), AddressText.ipv4(packet.u32(16)), packet.u8(9), ICMP, transport);
    }

    /** Reads an IPv6 header and skips its extensions; null where it was cut off or is none. */
    static @Nullable IpHeader ipv6(Bytes packet) {
        if (!packet.has(0, IPV6_HEADER) || packet.u8(0) >>> 4 != 6) {
            return null;
        }
        int next = packet.u8(6);
        int at = IPV6_HEADER;
        boolean first = true;
        for (int count = 0; count < MAXIMUM_EXTENSIONS && isExtension(next) && packet.has(at, 8); count++) {
            int length = switch (next) {
                case FRAGMENT -> 8;
                case AUTHENTICATION -> (packet.u8(at + 1) + 2) * 4;
                default -> (packet.u8(at + 1) + 1) * 8;
            };
            first &= next != FRAGMENT || (packet.u16(at + 2) & 0xfff8) == 0;
            next = packet.u8(at);
            at += length;
            if (!first) {
                break;
            }
        }
        return header(
                AddressText.ipv6(packet.u64(8), packet.u64(16)),
                AddressText.ipv6(packet.u64(24), packet.u64(32)),
                next,
                ICMP_V6,
                first ? packet.from(at) : packet.slice(0, 0));
    }

    private static boolean isExtension(int next) {
        return switch (next) {
            case HOP_BY_HOP, ROUTING, FRAGMENT, AUTHENTICATION, DESTINATION_OPTIONS, MOBILITY -> true;
            default -> false;
        };
    }

    private static IpHeader header(String source, String destination, int protocol, int icmp, Bytes transport) {
        boolean ports = switch (protocol) {
            case TCP, UDP, DCCP, SCTP, UDP_LITE -> transport.has(0, 4);
            default -> false;
        };
        return new IpHeader(
                source,
                destination,
                protocol,
                ports ? (Integer) transport.u16(0) : null,
                ports ? (Integer) transport.u16(2) : null,
                protocol == icmp && transport.has(0, 1) ? (Integer) transport.u8(0) : null);
    }

    /** One line such as {@code IPv4 TCP 192.0.2.1:40000 > 192.0.2.2:80}. */
    static String summary(String version, @Nullable IpHeader ip) {
        if (ip == null) {
            return version + ", cut short or malformed";
        }
        StringBuilder text = new StringBuilder(96).append(version).append(' ');
        protocol(text, ip.protocol());
        text.append(' ');
        endpoint(text, ip.source(), ip.sourcePort());
        text.append(" > ");
        endpoint(text, ip.destination(), ip.destinationPort());
        if (ip.icmpType() != null) {
            text.append(", type ").append((int) ip.icmpType());
        }
        return text.toString();
    }

    private static void protocol(StringBuilder text, int protocol) {
        switch (protocol) {
            case ICMP -> text.append("ICMP");
            case 2 -> text.append("IGMP");
            case TCP -> text.append("TCP");
            case UDP -> text.append("UDP");
            case 47 -> text.append("GRE");
            case 50 -> text.append("ESP");
            case AUTHENTICATION -> text.append("AH");
            case ICMP_V6 -> text.append("ICMPv6");
            case 89 -> text.append("OSPF");
            case 112 -> text.append("VRRP");
            case SCTP -> text.append("SCTP");
            default -> text.append("protocol ").append(protocol);
        }
    }

    private static void endpoint(StringBuilder text, String address, @Nullable Integer port) {
        if (port == null) {
            text.append(address);
        } else if (address.indexOf(':') >= 0) {
            text.append('[').append(address).append("]:").append((int) port);
        } else {
            text.append(address).append(':').append((int) port);
        }
    }

    /** One line about an ARP packet for IPv4 over Ethernet. */
    static String arp(Bytes packet) {
        if (!packet.has(0, 28)) {
            return "ARP, cut short";
        }
        if (packet.u16(0) != 1 || packet.u16(2) != ETHER_TYPE_IPV4 || packet.u16(4) != 0x0604) {
            return "ARP for hardware " + packet.u16(0) + ", protocol 0x" + AddressText.hex(packet.u16(2), 4);
        }
        String sender = AddressText.ipv4(packet.u32(14));
        String target = AddressText.ipv4(packet.u32(24));
        String mac = AddressText.mac(packet.u48(8));
        return switch (packet.u16(6)) {
            case 1 ->
                packet.u32(14) == packet.u32(24)
                        ? "ARP, " + mac + " announces " + sender
                        : "ARP, " + sender + " asks for " + target;
            case 2 -> "ARP, " + sender + " is at " + mac;
            default -> "ARP operation " + packet.u16(6);
        };
    }
}
