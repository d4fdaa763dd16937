package dev.dropwhy.agent.dropevents.testnet;

import java.util.HexFormat;

/** Frames that a host without a handler drops. */
public final class TestFrames {

    private TestFrames() {}

    /** LLDP from 02:00:5e:00:53:01, padded to 60 bytes. */
    public static byte[] lldp() {
        return padded("0180c200000e" + "02005e005301" + "88cc" + "0207" + "04" + "02005e005301" + "0403" + "05" + "7032"
                + "0602" + "0078" + "0000");
    }

    /** IEEE local experimental EtherType 1 from a given source. */
    public static byte[] experimental(int source) {
        byte[] frame = padded("ffffffffffff" + "020000000000" + "88b5");
        frame[8] = (byte) (source >>> 24);
        frame[9] = (byte) (source >>> 16);
        frame[10] = (byte) (source >>> 8);
        frame[11] = (byte) source;
        return frame;
    }

    /** Raw 802.3 (IPX as Novell framed it): protocol 0x0001. */
    public static byte[] raw8023() {
        return padded("ffffffffffff" + "02005e005302" + "002e" + "ffff" + "002e");
    }

    /** An RSTP BPDU. */
    public static byte[] rstp() {
        return padded("0180c2000000" + "02005e005303" + "0027" + "424203" + "0000020e" + "7c" + "800002005e005301");
    }

    /** CDP in SNAP. */
    public static byte[] cdp() {
        return padded("01000ccccccc" + "02005e005304" + "0020" + "aaaa03" + "00000c" + "2000" + "02b4");
    }

    /** A UDP datagram to a closed port on a foreign MAC, with a payload that must not be kept. */
    public static byte[] udpToForeignMac() {
        byte[] payload = HexFormat.of().parseHex("5345435245542d5041594c4f41442d5345435245542d");
        byte[] frame = padded("02005e00ffff" + "02005e005305" + "0800" + "45000032000100004011" + "0000" + "c0000201"
                + "c0000202" + "1f901f91001e0000");
        System.arraycopy(payload, 0, frame, 42, frame.length - 42);
        return frame;
    }

    /** The same over IPv6, without a payload. */
    public static byte[] udp6ToForeignMac() {
        return padded("02005e00ffff" + "02005e005305" + "86dd" + "6000000000081140" + "20010db8000000000000000000000001"
                + "20010db8000000000000000000000002" + "1f901f9100080000");
    }

    private static byte[] padded(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        byte[] frame = new byte[Math.max(60, bytes.length)];
        System.arraycopy(bytes, 0, frame, 0, bytes.length);
        return frame;
    }
}
