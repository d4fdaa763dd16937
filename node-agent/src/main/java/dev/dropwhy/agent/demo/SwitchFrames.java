package dev.dropwhy.agent.demo;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** What the demonstration's switch says, byte for byte as a real one would. */
final class SwitchFrames {

    /** MAC of the switch's port; 00-00-5E-00-53-xx is for documentation (RFC 7042 section 2.1.2). */
    static final String PORT_MAC = "00005e005307";

    /** Name that the switch gives itself. */
    static final String SYSTEM_NAME = "demo-switch";

    /** Port that the host is connected to, as the switch names it. */
    static final String PORT_ID = "Gi1/0/7";

    private static final byte[] BRIDGE_MAC = HexFormat.of().parseHex("00005e005300");
    private static final byte[] BRIDGE_GROUP = HexFormat.of().parseHex("0180c2000000");
    private static final byte[] NEAREST_BRIDGE = HexFormat.of().parseHex("0180c200000e");
    private static final int SHORTEST_FRAME = 60;

    private SwitchFrames() {}

    /** A Rapid Spanning Tree BPDU of the root bridge, port 7 designated and forwarding (IEEE 802.1D-2004, 9.3.3). */
    static byte[] rstp() {
        ByteBuffer bpdu = ByteBuffer.allocate(39);
        bpdu.put(new byte[] {0x42, 0x42, 0x03}); // LLC: spanning tree, unnumbered information
        bpdu.putShort((short) 0).put((byte) 2).put((byte) 2); // protocol, version, type
        bpdu.put((byte) 0x3c); // designated, learning, forwarding
        bpdu.putShort((short) 0x8000).put(BRIDGE_MAC).putInt(0); // root, and the path to it costs nothing
        bpdu.putShort((short) 0x8000).put(BRIDGE_MAC).putShort((short) 0x8007);
        bpdu.putShort((short) 0).putShort((short) (20 << 8)); // message age, maximum age, in 1/256 s
        bpdu.putShort((short) (2 << 8)).putShort((short) (15 << 8)); // hello, forward delay
        bpdu.put((byte) 0); // version 1 length
        return frame(BRIDGE_GROUP, 39, bpdu.array());
    }

    /** An LLDP announcement (IEEE 802.1AB, 8.5). */
    static byte[] lldp() {
        ByteBuffer unit = ByteBuffer.allocate(512);
        field(unit, 1, concat((byte) 4, BRIDGE_MAC)); // chassis id: MAC address
        field(unit, 2, concat((byte) 5, PORT_ID.getBytes(StandardCharsets.US_ASCII))); // port id: interface name
        field(unit, 3, new byte[] {0, 4}); // time to live: four announcements
        field(unit, 4, "to the demo host".getBytes(StandardCharsets.US_ASCII));
        field(unit, 5, SYSTEM_NAME.getBytes(StandardCharsets.US_ASCII));
        field(unit, 6, "dropwhy demonstration".getBytes(StandardCharsets.US_ASCII));
        field(unit, 7, new byte[] {0, 4, 0, 4}); // capabilities: bridge
        field(unit, 0, new byte[0]);
        byte[] payload = new byte[unit.position()];
        unit.flip().get(payload);
        return frame(NEAREST_BRIDGE, 0x88cc, payload);
    }

    private static byte[] frame(byte[] destination, int typeOrLength, byte[] payload) {
        return ByteBuffer.allocate(Math.max(SHORTEST_FRAME, 14 + payload.length))
                .put(destination)
                .put(HexFormat.of().parseHex(PORT_MAC))
                .putShort((short) typeOrLength)
                .put(payload)
                .array();
    }

    private static void field(ByteBuffer unit, int type, byte[] value) {
        unit.putShort((short) (type << 9 | value.length)).put(value);
    }

    private static byte[] concat(byte first, byte[] rest) {
        return ByteBuffer.allocate(1 + rest.length).put(first).put(rest).array();
    }
}
