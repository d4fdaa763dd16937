package dev.dropwhy.lab.traffic;

import java.util.Arrays;

/**
 * Ethernet framing (IEEE 802.3 clause 3, IEEE 802.2, RFC 1042): addresses, then a type or a length, then what is carried.
 * Short frames are padded to 60 bytes as a sender's hardware does.
 *
 * @param destination destination address
 * @param source source address
 */
public record Ethernet(Mac destination, Mac source) {

    private static final int SHORTEST = 60;

    /** A frame with an EtherType. */
    public byte[] typed(int etherType, byte[] payload) {
        return padded(header().u16(etherType).raw(payload));
    }

    /** A frame with an 802.1Q tag before its EtherType. */
    public byte[] tagged(int vlan, int etherType, byte[] payload) {
        return padded(header().u16(0x8100).u16(vlan).u16(etherType).raw(payload));
    }

    /** A frame with a service tag (802.1ad) and a customer tag. */
    public byte[] doubleTagged(int serviceVlan, int vlan, int etherType, byte[] payload) {
        return padded(header().u16(0x88a8)
                .u16(serviceVlan)
                .u16(0x8100)
                .u16(vlan)
                .u16(etherType)
                .raw(payload));
    }

    /** A frame with a length and an 802.2 LLC header with an unnumbered control field. */
    public byte[] llc(int dsap, int ssap, byte[] payload) {
        return padded(
                header().u16(payload.length + 3).u8(dsap).u8(ssap).u8(0x03).raw(payload));
    }

    /** A frame with a length, LLC and SNAP: organization and protocol of that organization. */
    public byte[] snap(int organization, int protocol, byte[] payload) {
        return llc(
                0xaa,
                0xaa,
                new Bytes()
                        .u8(organization >> 16)
                        .u16(organization)
                        .u16(protocol)
                        .raw(payload)
                        .done());
    }

    /** A frame with a length and no LLC: Novell's "raw 802.3", which starts with the unused checksum of an IPX header. */
    public byte[] raw8023(byte[] ipx) {
        return padded(header().u16(ipx.length).raw(ipx));
    }

    private Bytes header() {
        return new Bytes().raw(destination.bytes()).raw(source.bytes());
    }

    private static byte[] padded(Bytes frame) {
        byte[] bytes = frame.done();
        return bytes.length < SHORTEST ? Arrays.copyOf(bytes, SHORTEST) : bytes;
    }
}
