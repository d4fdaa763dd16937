package dev.dropwhy.lab.traffic;

/**
 * What a switch says on a port without being asked.
 *
 * @param mac address of the switch's port
 * @param name the switch's name
 * @param port name of the port
 */
public record SwitchFrames(Mac mac, String name, String port) {

    private static final int LLDP = 0x88cc;
    private static final Mac NEAREST_BRIDGE = new Mac("01:80:c2:00:00:0e");
    private static final Mac BRIDGE_GROUP = new Mac("01:80:c2:00:00:00");
    private static final Mac SLOW_PROTOCOLS = new Mac("01:80:c2:00:00:02");
    private static final Mac MAC_CONTROL = new Mac("01:80:c2:00:00:01");
    private static final Mac CISCO = new Mac("01:00:0c:cc:cc:cc");
    private static final Mac CISCO_PVST = new Mac("01:00:0c:cc:cc:cd");

    /** LLDP (IEEE 802.1AB): chassis, port, time to live, system name and description. */
    public byte[] lldp() {
        return new Ethernet(NEAREST_BRIDGE, mac).typed(LLDP, lldpPdu());
    }

    /** The same in a VLAN, as a trunk port sends it. */
    public byte[] lldpInVlan(int vlan) {
        return new Ethernet(NEAREST_BRIDGE, mac).tagged(vlan, LLDP, lldpPdu());
    }

    private byte[] lldpPdu() {
        Bytes pdu = new Bytes();
        lldpField(pdu, 1, new Bytes().u8(4).raw(mac.bytes()).done()); // chassis id, MAC address
        lldpField(pdu, 2, new Bytes().u8(5).text(port).done()); // port id, interface name
        lldpField(pdu, 3, new Bytes().u16(120).done());
        lldpField(pdu, 5, new Bytes().text(name).done());
        lldpField(pdu, 6, new Bytes().text("dropwhy lab switch").done());
        lldpField(pdu, 0, new byte[0]);
        return pdu.done();
    }

    private static void lldpField(Bytes pdu, int type, byte[] value) {
        pdu.u16(type << 9 | value.length).raw(value);
    }

    /** RSTP BPDU (IEEE 802.1D 9.3.3) of a designated, forwarding port; hello time two seconds. */
    public byte[] rstp() {
        return new Ethernet(BRIDGE_GROUP, mac)
                .llc(0x42, 0x42, bpdu(2, 0x02).u8(0).done());
    }

    /** Configuration BPDU of the old spanning tree (IEEE 802.1D-1998 9.3.1), which the Linux bridge speaks. */
    public byte[] stp() {
        return new Ethernet(BRIDGE_GROUP, mac).llc(0x42, 0x42, bpdu(0, 0).done());
    }

    /** PVST+ BPDU: an RSTP BPDU and a field with the VLAN it is about, in Cisco's SNAP. */
    public byte[] pvst(int vlan) {
        byte[] payload = bpdu(2, 0x02).u8(0).u8(0).u16(0).u16(2).u16(vlan).done();
        return new Ethernet(CISCO_PVST, mac).snap(0x00000c, 0x010b, payload);
    }

    /** Protocol 0, version, type, flags, root and bridge priority 32768 with this MAC, port 0x8001, times in 1/256 s. */
    private Bytes bpdu(int version, int type) {
        return new Bytes()
                .u16(0)
                .u8(version)
                .u8(type)
                .u8(0x3c)
                .u16(0x8000)
                .raw(mac.bytes())
                .u32(0)
                .u16(0x8000)
                .raw(mac.bytes())
                .u16(0x8001)
                .u16(0)
                .u16(20 * 256)
                .u16(2 * 256)
                .u16(15 * 256);
    }

    /** CDP version 2: device id, port id, platform. The checksum is RFC 1071's. */
    public byte[] cdp() {
        Bytes fields = new Bytes();
        cdpField(fields, 1, name);
        cdpField(fields, 3, port);
        cdpField(fields, 6, "dropwhy lab switch");
        byte[] body = fields.done();
        byte[] unsummed = new Bytes().u8(2).u8(180).u16(0).raw(body).done();
        byte[] payload =
                new Bytes().u8(2).u8(180).u16(Checksum.of(unsummed)).raw(body).done();
        return new Ethernet(CISCO, mac).snap(0x00000c, 0x2000, payload);
    }

    private static void cdpField(Bytes fields, int type, String value) {
        fields.u16(type).u16(value.length() + 4).text(value);
    }

    /** LACP (IEEE 802.1AX 6.4.2.3): an active actor with short timeout and a partner that it does not know. */
    public byte[] lacp() {
        Bytes pdu = new Bytes().u8(1).u8(1);
        pdu.u8(1)
                .u8(20)
                .u16(0x8000)
                .raw(mac.bytes())
                .u16(1)
                .u16(0x8000)
                .u16(1)
                .u8(0x47)
                .zeros(3);
        pdu.u8(2).u8(20).zeros(18);
        pdu.u8(3).u8(16).u16(0).zeros(12);
        pdu.u8(0).u8(0).zeros(50);
        return new Ethernet(SLOW_PROTOCOLS, mac).typed(0x8809, pdu.done());
    }

    /** PAUSE (IEEE 802.3 annex 31B): stop sending for the longest time there is. */
    public byte[] pause() {
        return new Ethernet(MAC_CONTROL, mac)
                .typed(0x8808, new Bytes().u16(1).u16(0xffff).done());
    }
}
