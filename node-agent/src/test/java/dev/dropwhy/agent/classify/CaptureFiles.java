package dev.dropwhy.agent.classify;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** Writes small capture files in both formats and both byte orders. */
final class CaptureFiles {

    static final byte[] LLDP =
            frame("0180c200000e 00005e005301 88cc 0207 04 00005e005301 0404 05 657468 0602 0078 0000");
    static final byte[] STP =
            frame("0180c2000000 00005e005301 0026 424203 0000 00 00 00 8000 00005e005301 00000000 8000"
                    + "00005e005301 8002 0000 1400 0200 0f00");
    static final byte[] TCP = frame("00005e005399 00005e005301 0800 4500 0028 0001 4000 4006 0000 c0000201 c0000202"
            + "9c40 0050 00000001 00000000 5002 faf0 0000 0000");

    private CaptureFiles() {}

    static byte[] frame(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    static byte[] pcap(ByteOrder order, boolean nanos, int linkType, List<byte[]> frames) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteBuffer header = ByteBuffer.allocate(24).order(order);
        header.putInt(nanos ? 0xa1b23c4d : 0xa1b2c3d4).putShort((short) 2).putShort((short) 4);
        header.putInt(0).putInt(0).putInt(262_144).putInt(linkType);
        out.writeBytes(header.array());
        int second = 1_000;
        for (byte[] frame : frames) {
            ByteBuffer record = ByteBuffer.allocate(16).order(order);
            record.putInt(second)
                    .putInt(nanos ? 500_000_000 : 500_000)
                    .putInt(frame.length)
                    .putInt(frame.length);
            out.writeBytes(record.array());
            out.writeBytes(frame);
            second += 2;
        }
        return out.toByteArray();
    }

    /** A section with a comment block, one interface that ticks in nanoseconds, and a packet block of each kind. */
    static byte[] pcapng(ByteOrder order, List<byte[]> frames) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(block(
                order,
                0x0a0d0d0a,
                ByteBuffer.allocate(16)
                        .order(order)
                        .putInt(0x1a2b3c4d)
                        .putShort((short) 1)
                        .putShort((short) 0)
                        .putLong(-1)));
        out.writeBytes(block(order, 0x0bad, ByteBuffer.wrap("skip me!".getBytes(StandardCharsets.US_ASCII))));
        ByteBuffer options = ByteBuffer.allocate(8 + 8 + 8 + 4).order(order);
        options.putShort((short) 1).putShort((short) 0).putInt(0);
        options.putShort((short) 2).putShort((short) 4).put("eth0".getBytes(StandardCharsets.US_ASCII));
        options.putShort((short) 9).putShort((short) 1).put((byte) 9).put(new byte[3]);
        options.putShort((short) 0).putShort((short) 0);
        out.writeBytes(block(order, 1, options));
        long nanos = 1_000_500_000_000L;
        for (byte[] frame : frames) {
            ByteBuffer packet = ByteBuffer.allocate(20 + padded(frame.length)).order(order);
            packet.putInt(0)
                    .putInt((int) (nanos >>> 32))
                    .putInt((int) nanos)
                    .putInt(frame.length)
                    .putInt(frame.length);
            packet.put(frame);
            out.writeBytes(block(order, 6, packet));
            nanos += 2_000_000_000L;
        }
        return out.toByteArray();
    }

    static byte[] simplePacket(ByteOrder order, byte[] frame) {
        return block(
                order,
                3,
                ByteBuffer.allocate(4 + padded(frame.length))
                        .order(order)
                        .putInt(frame.length)
                        .put(frame));
    }

    private static byte[] block(ByteOrder order, int type, ByteBuffer body) {
        int length = 12 + padded(body.capacity());
        byte[] bytes = new byte[length];
        ByteBuffer block = ByteBuffer.wrap(bytes).order(order);
        block.putInt(type)
                .putInt(length)
                .put(body.rewind())
                .position(length - 4)
                .putInt(length);
        return bytes;
    }

    private static int padded(int length) {
        return (length + 3) & ~3;
    }
}
