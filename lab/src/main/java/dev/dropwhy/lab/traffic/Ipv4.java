package dev.dropwhy.lab.traffic;

import java.net.InetAddress;

/**
 * An IPv4 packet (RFC 791) without options, with every field that a scenario makes wrong.
 *
 * @param source source address
 * @param destination destination address
 * @param ttl time to live
 * @param version 4, or something that is wrong
 * @param fragment flags and fragment offset as the header holds them: 0x4000 is "don't fragment", 0x2000 "more fragments"
 * @param extraLength added to the total length that the header claims
 * @param checksumError added to the right header checksum
 */
public record Ipv4(
        String source, String destination, int ttl, int version, int fragment, int extraLength, int checksumError) {

    /** EtherType of IPv4. */
    public static final int ETHER_TYPE = 0x0800;

    /** Flag "don't fragment". */
    public static final int DONT_FRAGMENT = 0x4000;

    /** Flag "more fragments". */
    public static final int MORE_FRAGMENTS = 0x2000;

    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;

    /** A packet with nothing wrong. */
    public Ipv4(String source, String destination) {
        this(source, destination, 64, 4, 0, 0, 0);
    }

    /** The same with another time to live. */
    public Ipv4 withTtl(int newTtl) {
        return new Ipv4(source, destination, newTtl, version, fragment, extraLength, checksumError);
    }

    /** The same with another version. */
    public Ipv4 withVersion(int newVersion) {
        return new Ipv4(source, destination, ttl, newVersion, fragment, extraLength, checksumError);
    }

    /** The same with fragment flags and offset. */
    public Ipv4 withFragment(int newFragment) {
        return new Ipv4(source, destination, ttl, version, newFragment, extraLength, checksumError);
    }

    /** The same with a total length that claims more than there is. */
    public Ipv4 withExtraLength(int newExtraLength) {
        return new Ipv4(source, destination, ttl, version, fragment, newExtraLength, checksumError);
    }

    /** The same with a wrong header checksum. */
    public Ipv4 withChecksumError() {
        return new Ipv4(source, destination, ttl, version, fragment, extraLength, 1);
    }

    /** The packet with a payload of some IP protocol. */
    public byte[] packet(int protocol, byte[] payload) {
        byte[] unsummed = header(protocol, payload.length, 0);
        int checksum = Checksum.of(unsummed) + checksumError;
        return new Bytes()
                .raw(header(protocol, payload.length, checksum))
                .raw(payload)
                .done();
    }

    private byte[] header(int protocol, int payloadLength, int checksum) {
        return new Bytes()
                .u8(version << 4 | 5)
                .u8(0)
                .u16(20 + payloadLength + extraLength)
                .u16(0x1234)
                .u16(fragment)
                .u8(ttl)
                .u8(protocol)
                .u16(checksum)
                .raw(address(source))
                .raw(address(destination))
                .done();
    }

    /** A UDP datagram (RFC 768). */
    public byte[] udp(int sourcePort, int destinationPort, int length) {
        return udp(sourcePort, destinationPort, length, 0);
    }

    /** A UDP datagram whose checksum is wrong. */
    public byte[] udpWithChecksumError(int sourcePort, int destinationPort, int length) {
        return udp(sourcePort, destinationPort, length, 1);
    }

    private byte[] udp(int sourcePort, int destinationPort, int length, int error) {
        Bytes unsummed = new Bytes()
                .u16(sourcePort)
                .u16(destinationPort)
                .u16(8 + length)
                .u16(0)
                .zeros(length);
        byte[] datagram = unsummed.done();
        int checksum = Checksum.of(pseudo(UDP, datagram)) + error;
        return packet(
                UDP,
                new Bytes()
                        .u16(sourcePort)
                        .u16(destinationPort)
                        .u16(8 + length)
                        .u16(checksum)
                        .zeros(length)
                        .done());
    }

    /** A TCP segment (RFC 9293) without options or data. */
    public byte[] tcp(int sourcePort, int destinationPort, long sequence, long acknowledgement, int flags) {
        return tcp(sourcePort, destinationPort, sequence, acknowledgement, flags, 0);
    }

    /** A TCP segment whose checksum is wrong. */
    public byte[] tcpWithChecksumError(int sourcePort, int destinationPort, long sequence, int flags) {
        return tcp(sourcePort, destinationPort, sequence, 0, flags, 1);
    }

    private byte[] tcp(int sourcePort, int destinationPort, long sequence, long acknowledgement, int flags, int error) {
        byte[] unsummed = tcpSegment(sourcePort, destinationPort, sequence, acknowledgement, flags, 0);
        int checksum = Checksum.of(pseudo(TCP, unsummed)) + error;
        return packet(TCP, tcpSegment(sourcePort, destinationPort, sequence, acknowledgement, flags, checksum));
    }

    private static byte[] tcpSegment(
            int sourcePort, int destinationPort, long sequence, long acknowledgement, int flags, int checksum) {
        return new Bytes()
                .u16(sourcePort)
                .u16(destinationPort)
                .u32(sequence)
                .u32(acknowledgement)
                .u8(5 << 4)
                .u8(flags)
                .u16(64240)
                .u16(checksum)
                .u16(0)
                .done();
    }

    /** An ICMP echo request (RFC 792), its checksum right or wrong. */
    public byte[] ping(int sequence, boolean wrongChecksum) {
        return icmp(8, sequence, wrongChecksum ? 1 : 0);
    }

    /** An ICMP message of a type, with nothing in it. */
    public byte[] icmp(int type) {
        return icmp(type, 0, 0);
    }

    private byte[] icmp(int type, int sequence, int error) {
        int checksum = Checksum.of(icmpMessage(type, sequence, 0)) + error;
        return packet(ICMP, icmpMessage(type, sequence, checksum));
    }

    private static byte[] icmpMessage(int type, int sequence, int checksum) {
        return new Bytes()
                .u8(type)
                .u8(0)
                .u16(checksum)
                .u16(1)
                .u16(sequence)
                .zeros(32)
                .done();
    }

    private byte[] pseudo(int protocol, byte[] segment) {
        return new Bytes()
                .raw(address(source))
                .raw(address(destination))
                .u16(protocol)
                .u16(segment.length)
                .raw(segment)
                .done();
    }

    private static byte[] address(String text) {
        try {
            return InetAddress.ofLiteral(text).getAddress();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not an IPv4 address", e);
        }
    }
}
