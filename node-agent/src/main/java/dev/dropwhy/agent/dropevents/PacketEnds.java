package dev.dropwhy.agent.dropevents;

import org.jspecify.annotations.Nullable;

/**
 * Between whom a packet of IP or ARP went, as numbers that differ where the ends differ, but for rare coincidences.
 *
 * @param addresses the sender's of the link, and both of IP or ARP
 * @param flow these, and the ports
 */
public record PacketEnds(int addresses, int flow) {

    private static final int ETHERNET = 14;
    private static final int SOURCE_MAC = 6;
    private static final int MAC_BYTES = 6;
    private static final int PORTS = 4;
    private static final int IPV6_HEADER = 40;

    /**
     * Reads the ends of a packet.
     *
     * @param frame captured bytes
     * @param linkHeader whether they start at the link header, else at the network header
     * @param protocol protocol as the stack saw it
     * @return null for packets below IP, whose senders are kept apart anyway
     */
    public static @Nullable PacketEnds of(byte[] frame, boolean linkHeader, int protocol) {
        boolean ethernet = linkHeader && PacketHeaders.startsWithEthernet(frame, protocol);
        int link = ethernet ? hash(1, frame, SOURCE_MAC, MAC_BYTES) : 1;
        int network = ethernet ? ETHERNET : 0;
        return switch (protocol) {
            case PacketHeaders.IPV4 ->
                of(hash(link, frame, network + 12, 8), frame, network + ipv4Header(frame, network));
            case PacketHeaders.IPV6 -> of(hash(link, frame, network + 8, 32), frame, network + IPV6_HEADER);
            // Sender and target of RFC 826 for Ethernet and IPv4.
            case PacketHeaders.ARP -> of(hash(link, frame, network + 8, 20), frame, frame.length);
            default -> null;
        };
    }

    private static PacketEnds of(int addresses, byte[] frame, int transport) {
        return new PacketEnds(addresses, hash(addresses, frame, transport, PORTS));
    }

    private static int ipv4Header(byte[] frame, int network) {
        return network < frame.length ? (frame[network] & 0xf) * 4 : 0;
    }

    private static int hash(int start, byte[] bytes, int from, int length) {
        int hash = start;
        for (int i = from; i < Math.min(from + length, bytes.length); i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }
}
