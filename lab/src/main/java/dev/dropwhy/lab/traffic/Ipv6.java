package dev.dropwhy.lab.traffic;

import java.net.InetAddress;

/**
 * An IPv6 packet (RFC 8200) without extension headers.
 *
 * @param source source address
 * @param destination destination address
 * @param hopLimit hop limit
 */
public record Ipv6(String source, String destination, int hopLimit) {

    /** EtherType of IPv6. */
    public static final int ETHER_TYPE = 0x86dd;

    private static final int UDP = 17;
    private static final int ICMPV6 = 58;

    /** A UDP datagram. */
    public byte[] udp(int sourcePort, int destinationPort, int length) {
        byte[] unsummed = datagram(sourcePort, destinationPort, length, 0);
        return packet(UDP, datagram(sourcePort, destinationPort, length, Checksum.of(pseudo(UDP, unsummed))));
    }

    private static byte[] datagram(int sourcePort, int destinationPort, int length, int checksum) {
        return new Bytes()
                .u16(sourcePort)
                .u16(destinationPort)
                .u16(8 + length)
                .u16(checksum)
                .zeros(length)
                .done();
    }

    /** A neighbour solicitation (RFC 4861 4.3) with the sender's link-layer address. */
    public byte[] neighbourSolicitation(String target, Mac sender) {
        byte[] unsummed = solicitation(target, sender, 0);
        return packet(ICMPV6, solicitation(target, sender, Checksum.of(pseudo(ICMPV6, unsummed))));
    }

    private static byte[] solicitation(String target, Mac sender, int checksum) {
        return new Bytes()
                .u8(135)
                .u8(0)
                .u16(checksum)
                .u32(0)
                .raw(address(target))
                .u8(1)
                .u8(1)
                .raw(sender.bytes())
                .done();
    }

    /** The packet with a payload of some next header. */
    public byte[] packet(int nextHeader, byte[] payload) {
        return packet(6, nextHeader, payload);
    }

    /** A packet whose header claims another version. */
    public byte[] ofVersion(int version, int nextHeader, byte[] payload) {
        return packet(version, nextHeader, payload);
    }

    private byte[] packet(int version, int nextHeader, byte[] payload) {
        return new Bytes()
                .u32((long) version << 28)
                .u16(payload.length)
                .u8(nextHeader)
                .u8(hopLimit)
                .raw(address(source))
                .raw(address(destination))
                .raw(payload)
                .done();
    }

    private byte[] pseudo(int nextHeader, byte[] payload) {
        return new Bytes()
                .raw(address(source))
                .raw(address(destination))
                .u32(payload.length)
                .u32(nextHeader)
                .raw(payload)
                .done();
    }

    private static byte[] address(String text) {
        return InetAddress.ofLiteral(text).getAddress();
    }
}
