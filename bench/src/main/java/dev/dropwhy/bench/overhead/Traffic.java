package dev.dropwhy.bench.overhead;

import java.util.HexFormat;

/** What a storm is made of: frames that the receiving end drops, each with the counter that tells. */
enum Traffic {

    /** LLDP from a switch, padded to 60 bytes; 64 with its checksum. No handler wants it. */
    Lldp(
            "rx_dropped",
            "0180c200000e02005e005301" + "88cc" + "0207" + "0402005e005301" + "0403" + "057032" + "06020078" + "0000"
                    + "00".repeat(26)),

    /** UDP over IPv4 for another host, of the same length: {@code ip_rcv_core} drops it (Linux 5.19 counts it). */
    Udp(
            "rx_otherhost_dropped",
            "02005e00ffff02005e005301" + "0800" + "4500002e00000000401100000a0000010a000002" + "0fa00fa0001a0000"
                    + "00".repeat(18));

    private final String counter;
    private final String frame;

    Traffic(String counter, String frame) {
        this.counter = counter;
        this.frame = frame;
    }

    /** The interface counter that grows by one with each frame. */
    String counter() {
        return counter;
    }

    byte[] frame() {
        return HexFormat.of().parseHex(frame);
    }
}
