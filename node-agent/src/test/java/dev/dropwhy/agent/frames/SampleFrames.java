package dev.dropwhy.agent.frames;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Realistic frames, written by hand from the standards. MAC addresses are those of RFC 7042 for documentation
 * (00:00:5e:00:53:xx), IP addresses those of RFC 5737 and RFC 3849.
 */
final class SampleFrames {

    private static final String SWITCH = "00005e005301";
    private static final String HOST = "00005e005399";
    private static final String BROADCAST = "ffffffffffff";

    private static final String CISCO = "01000ccccccc";
    private static final String SLOW = "0180c2000002";

    /** Frames by a short name, in a fixed order. */
    private final Map<String, byte[]> frames = new LinkedHashMap<>();

    SampleFrames() {
        spanningTree();
        neighbours();
        cisco();
        slowAndControl();
        bridges();
        routing();
        legacy();
        ip();
    }

    Map<String, byte[]> all() {
        return frames;
    }

    byte[] named(String name) {
        byte[] frame = frames.get(name);
        if (frame == null) {
            throw new IllegalArgumentException("No sample frame is called " + name);
        }
        return frame.clone();
    }

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("#.*|\\s", ""));
    }

    private void ethernet(String name, String destination, String type, String payload) {
        frames.put(name, hex(destination + SWITCH + type + payload));
    }

    /** IEEE 802.3 with the right length field, padded to 60 octets as on the wire. */
    private void llc(String name, String destination, String body) {
        byte[] bytes = hex(body);
        StringBuilder frame = new StringBuilder(destination + SWITCH);
        frame.append("%04x".formatted(bytes.length)).append(HexFormat.of().formatHex(bytes));
        while (frame.length() < 2 * 60) {
            frame.append("00");
        }
        frames.put(name, hex(frame.toString()));
    }

    private static String ascii(String text) {
        return HexFormat.of().formatHex(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** LLDP: type 7 bits, length 9 bits. */
    private static String lldp(int type, String value) {
        return "%04x".formatted(type << 9 | value.length() / 2) + value;
    }

    /** CDP, UDLD, DTP: type and length 16 bits each, the length counts the header. */
    private static String tlv(int type, String value) {
        return "%04x%04x".formatted(type, value.length() / 2 + 4) + value;
    }

    private void spanningTree() {
        llc("stp", "0180c2000000", """
                42 42 03                        # LLC
                0000 00 00 01                   # protocol, version, type, flags: topology change
                8000 00005e005301               # root: priority 32768, system id 0
                00000000                        # cost
                8000 00005e005301               # bridge
                8002                            # port: priority 128, number 2
                0000 1400 0200 0f00             # age 0, maximum 20 s, hello 2 s, forward delay 15 s
                """);
        llc("rstp", "0180c2000000", """
                42 42 03
                0000 02 02 7e                   # flags: proposal, designated, learning, forwarding, agreement
                1001 00005e005310               # root: priority 4096, system id 1
                00004e20                        # cost 20000
                8001 00005e005301
                8003
                0100 1400 0180 0f00             # age 1 s, hello 1.5 s
                00
                """);
        llc("mstp", "0180c2000000", """
                42 42 03
                0000 03 02 7c
                8000 00005e005310               # CIST root
                00030d40                        # external cost 200000
                6000 00005e005320               # regional root, not the sender
                8001
                0000 1400 0200 0f00
                00 0040                         # version 1 length, version 3 length
                00 63616d7075732d65617374 000000000000000000000000000000000000000000  # format, "campus-east"
                0007                            # revision
                ac36177f50283cd4b83821d8ab26de62
                00000000                        # internal cost
                8000 00005e005301               # CIST bridge: the sender
                14                              # remaining hops
                """);
        llc("topologyChangeNotification", "0180c2000000", "424203 0000 00 80");
        llc("gvrp", "0180c2000021", "424203 0001 01 04 02 0064 00 00");
        llc("pvst", "01000ccccccd", """
                aaaa03 00000c 010b
                0000 00 00 00
                8064 00005e005310               # root: priority 32768, VLAN 100
                00000013
                8064 00005e005301
                8019
                0100 1400 0200 0f00
                00 0000 0002 0064               # padding, type 0, length 2, VLAN 100
                """);
        llc("rpvst", "01000ccccccd", """
                aaaa03 00000c 010b
                0000 02 02 3c
                6001 00005e005310
                00000004
                8001 00005e005301
                8019
                0100 1400 0200 0f00
                00 0000 0002 0001
                """);
    }

    private void neighbours() {
        ethernet(
                "lldp",
                "0180c200000e",
                "88cc",
                lldp(1, "04" + SWITCH)
                        + lldp(2, "05" + ascii("GigabitEthernet1/0/7"))
                        + lldp(3, "0078")
                        + lldp(4, ascii("to server 12"))
                        + lldp(5, ascii("leaf-3.example.net"))
                        + lldp(6, ascii("Example NOS 4.2"))
                        + lldp(7, "00140004")
                        + lldp(8, "05 01 c0000202 02 00000007 00".replace(" ", ""))
                        + lldp(127, "0080c2 01 0064".replace(" ", ""))
                        + lldp(127, "00120f 04 05ee".replace(" ", ""))
                        + lldp(0, ""));
        ethernet(
                "lldpGoodbye",
                "0180c200000e",
                "88cc",
                lldp(1, "07" + ascii("x")) + lldp(2, "07" + ascii("y")) + lldp(3, "0000") + lldp(0, ""));
        llc(
                "cdp",
                CISCO,
                "aaaa03 00000c 2000 02 b4 0000"
                        + tlv(1, ascii("core-1.example.net"))
                        + tlv(2, "00000001 01 01 cc 0004 c0000201".replace(" ", ""))
                        + tlv(3, ascii("GigabitEthernet0/1"))
                        + tlv(4, "00000028")
                        + tlv(5, ascii("Example IOS\nVersion 15"))
                        + tlv(6, ascii("example WS-1"))
                        + tlv(10, "0063"));
        llc(
                "fdp",
                "01e052cccccc",
                "aaaa03 00e052 2000 01 b4 0000" + tlv(1, ascii("icx-1")) + tlv(3, ascii("ethernet1/1/2")));
        llc("edp", "00e02b000000", """
                aaaa03 00e02b 00bb
                01 00 0034 0000 0001 0000 00005e005301 # version, reserved, length, checksum, sequence, id
                99 02 0008 0000 0006                  # slot 0 and port 6, counted from zero
                99 01 000a 737769746368               # "switch"
                99 00 0004
                """);
        llc("sonmp", "010081000100", "aaaa03 000081 01a2 c0000203 000104 0c 01 01 01");
        ethernet("lltd", BROADCAST, "88d9", "01 00 00 00 ffffffffffff 00005e005301 0000 0000");
        ethernet("ieee1905", "0180c2000013", "893a", "00 00 0000 0001 00 80 01 0006 00005e005301 000000");
    }

    private void cisco() {
        llc(
                "vtp",
                CISCO,
                "aaaa03 00000c 2003 02 01 00 03" + ascii("lab") + "00".repeat(29) + "0000002a c0000201"
                        + ascii("260101120000") + "00".repeat(16));
        llc(
                "dtp",
                CISCO,
                "aaaa03 00000c 2004 01" + tlv(1, ascii("lab") + "00") + tlv(2, "03") + tlv(3, "a5") + tlv(4, SWITCH));
        llc(
                "udld",
                CISCO,
                "aaaa03 00000c 0111 21 01 0000" + tlv(1, ascii("SN12345")) + tlv(2, ascii("Gi0/3")) + tlv(3, "00000000")
                        + tlv(4, "0f") + tlv(5, "05") + tlv(6, ascii("core-1")) + tlv(7, "00000001"));
        llc("pagp", CISCO, "aaaa03 00000c 0104 01 01 00005e005301 00000010 00 00 00 80 0000 0001");
        ethernet("ectp", SWITCH, "9000", "0000 0100 0000" + "00".repeat(40));
        ethernet("realtekRrcp", BROADCAST, "8899", "01 00 2379 0000" + "00".repeat(40));
        ethernet("realtekLoop", BROADCAST, "8899", "23 00" + "00".repeat(44));
    }

    private void slowAndControl() {
        String lacp = """
                01 01
                01 14 8000 00005e005301 0007 8000 0012 %s 000000      # actor
                02 14 %s 000000                                       # partner
                03 10 8000 000000000000000000000000
                00 00
                """ + "00".repeat(50);
        String nobody = "0000 000000000000 0000 0000 0000 02";
        ethernet("lacpAlone", SLOW, "8809", lacp.formatted("c5", nobody));
        ethernet("lacpFast", SLOW, "8809", lacp.formatted("3d", "ffff 00005e005399 000f 00ff 0001 3f"));
        ethernet("oam", SLOW, "8809", "03 0050 00 01 10 01 0000 00 0f 0000 00005e 00000000" + "00".repeat(26));
        ethernet("esmc", SLOW, "8809", "0a 0019a7 0001 10 000000 01 0004 02" + "00".repeat(32));
        ethernet("pause", "0180c2000001", "8808", "0001 ffff" + "00".repeat(42));
        ethernet("pfc", "0180c2000001", "8808", "0101 0009 0100 0000 0000 0200 0000 0000 0000 0000" + "00".repeat(28));
        ethernet("eapol", "0180c2000003", "888e", "02 00 0005 01 01 0005 01" + "00".repeat(37));
        ethernet("macsec", HOST, "88e5", "2c 00 00000001" + SWITCH + "0001" + "a5".repeat(48));
    }

    private void bridges() {
        ethernet("cfm", "0180c2000035", "8902", "a0 01 04 46 00000001 0001" + "00".repeat(65));
        ethernet("ptp", "011b19000000", "88f7", """
                0b 02 0040 00 00 0008 0000000000000000 00000000
                00005efffe005301 0001 0001 05 01
                00000000000000000000 0025 00 80 f8 fe ffff 80 00005efffe005301 0000 a0
                """);
        ethernet("mvrp", "0180c2000021", "88f5", "00 01 02 0001 0001 24 0000 0000" + "00".repeat(35));
        ethernet("prp", "01154e000100", "88fb", "0000 0001 1406 00005e005301 0000" + "00".repeat(32));
        ethernet("homeplug", BROADCAST, "88e1", "01 00a0 00b052 00" + "00".repeat(39));
        ethernet("vmwareBeacon", BROADCAST, "8922", "00".repeat(46));
        ethernet("wakeOnLan", BROADCAST, "0842", "ffffffffffff" + HOST.repeat(16));
        ethernet("profinet", "010ecf000000", "8892", "fefe 05 00 00000001 0001 0004 ffff 0000" + "00".repeat(28));
        ethernet("sonos", BROADCAST, "6970", "00".repeat(46));
        ethernet("unknownReserved", "0180c200000d", "7373", "00".repeat(46));
        ethernet("unknownType", HOST, "7373", "00".repeat(46));
        ethernet("experimental", HOST, "88b5", "00".repeat(46));
    }

    private void routing() {
        llc("isis", "0180c2000014", """
                fe fe 03
                83 1b 01 00 0f 01 00 00         # level 1 hello
                01 1921 6800 1001 001e 0035     # circuit, system 1921.6800.1001, holding 30 s, length
                40 1921680010 0101
                81 01 cc
                """);
        llc("esis", "09002b000004", "fefe03 82 0a 01 00 02 003c 0000");
        ethernet("mpls", HOST, "8847", "000641ff 4500001c00010000401100000a0000010a000002" + "00".repeat(22));
        ethernet("pppoe", BROADCAST, "8863", "11 09 0000 0004 01010000" + "00".repeat(36));
        ethernet(
                "rarp",
                BROADCAST,
                "8035",
                "0001 0800 0604 0003" + SWITCH + "00000000" + SWITCH + "00000000" + "00".repeat(18));
        ethernet("fip", "011018010002", "8914", "10 00 0001 00 02 0000 0000" + "00".repeat(36));
        ethernet("aoe", BROADCAST, "88a2", "10 00 ffff ff 01 00000000" + "00".repeat(36));
        ethernet("batman", BROADCAST, "4305", "00 0f 32 00" + "00".repeat(42));
        ethernet("trill", "0180c2000040", "22f3", "0000 0001 0002" + "00".repeat(40));
    }

    private void legacy() {
        frames.put("rawIpx", hex(BROADCAST + SWITCH + "0022" + """
                ffff 0022 00 11 00000000 ffffffffffff 0452
                00000001 00005e005301 0452
                0003 0004
                """ + "00".repeat(12)));
        llc(
                "netbeui",
                "030000000001",
                "f0f003 2c00 ffef 0a 00 0000 0000 0000" + ascii("FILESERVER     ") + "20" + ascii("OLDPRINTER     ")
                        + "00");
        llc("xid", BROADCAST, "00 01 af 81 01 00");
        llc("llcUnknown", HOST, "ee ee 03 0102030405");
        llc("snapUnknown", HOST, "aaaa03 123456 789a 0102030405");
        llc("snapIp", HOST, "aaaa03 000000 0800 4500001c00010000401100000a0000010a000002");
        llc("snapAarp", "090007ffffff", "aaaa03 0000f8 80f3 0001809b06040003" + SWITCH + "00ff0001" + "00".repeat(10));
    }

    private void ip() {
        String tcp = "9c40 0050 00000001 00000000 5002 faf0 0000 0000";
        String ipv4 = "45 00 0028 0001 4000 40 06 0000 c0000201 c0000202" + tcp;
        ethernet("tcp", HOST, "0800", ipv4 + "000000000000");
        ethernet(
                "udpOptions",
                HOST,
                "0800",
                "46 00 0020 0001 0000 40 11 0000 c0000201 c0000202 94040000" + "0035 9c40 0008 0000" + "00".repeat(14));
        ethernet("laterFragment", HOST, "0800", "45 00 0028 0001 00b9 40 11 0000 c0000201 c0000202" + "ff".repeat(20));
        ethernet(
                "icmp",
                HOST,
                "0800",
                "45 00 0038 0001 0000 40 01 0000 c0000201 c0000202 03 01 0000 00000000"
                        + "45000028000140004006 0000 c0000202c0000201 9c400050 00000001");
        ethernet(
                "udp6",
                HOST,
                "86dd",
                "60000000 0010 00 40"
                        + "20010db8000000000000000000000001 20010db8000100000000000000000000"
                        + "11 00 0104 00000000" + "14e9 14e9 0008 0000");
        ethernet(
                "icmp6",
                "3333ff000002",
                "86dd",
                "60000000 0018 3a ff"
                        + "fe80000000000000020005eefe005301".replace("05ee", "5eff")
                        + "ff0200000000000000000001ff000002"
                        + "87 00 0000 00000000 fe800000000000000000000000000002");
        ethernet(
                "fragment6",
                HOST,
                "86dd",
                "60000000 0010 2c 40"
                        + "20010db8000000000000000000000001 20010db8000000000000000000000002"
                        + "06 00 0558 00000001" + "aaaaaaaaaaaaaaaa");
        ethernet(
                "arpRequest",
                BROADCAST,
                "0806",
                "0001 0800 06 04 0001" + SWITCH + "c0000201 000000000000 c0000202" + "00".repeat(18));
        ethernet(
                "arpReply",
                HOST,
                "0806",
                "0001 0800 06 04 0002" + SWITCH + "c0000201" + HOST + "c0000202" + "00".repeat(18));
        ethernet(
                "arpAnnounce",
                BROADCAST,
                "0806",
                "0001 0800 06 04 0001" + SWITCH + "c0000201 000000000000 c0000201" + "00".repeat(18));
        ethernet("vlanIp", HOST, "8100", "2064 0800" + ipv4);
        ethernet(
                "qinqLldp",
                "0180c200000e",
                "88a8",
                "0064 8100 00c8 88cc" + lldp(1, "04" + SWITCH) + lldp(2, "0701") + lldp(3, "0078") + lldp(0, ""));
        frames.put("vlanStp", hex("0180c2000000" + SWITCH + "8100 6001 0026" + """
                42 42 03 0000 00 00 00 8000 00005e005301 00000000 8000 00005e005301 8002 0000 1400 0200 0f00
                """ + "00".repeat(4)));
        ethernet("tagBomb", HOST, "8100", "0001 8100".repeat(100) + "0001 0800");
    }
}
