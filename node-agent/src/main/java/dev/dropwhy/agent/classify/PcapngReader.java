package dev.dropwhy.agent.classify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The newer format (draft-ietf-opsawg-pcapng): sections of blocks; interfaces, packets, and others that are skipped. */
final class PcapngReader extends CaptureReader {

    private static final int SECTION = 0x0a0d0d0a;
    private static final int INTERFACE = 1;
    private static final int OBSOLETE_PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int ENHANCED_PACKET = 6;

    private static final int BYTE_ORDER = 0x1a2b3c4d;
    private static final int SMALLEST_BLOCK = 12;
    private static final int LARGEST_BLOCK = 1 << 24;
    private static final int FRAME_HEADER = 20;

    private static final int OPTION_END = 0;
    private static final int OPTION_RESOLUTION = 9;
    private static final int MAXIMUM_OPTIONS = 64;

    /** A capture has few interfaces; a file with more wants to fill the memory. */
    private static final int MAXIMUM_INTERFACES = 4096;

    private record Interface(int linkType, long snapLength, int resolution) {
        /** Ticks of this interface's clock to microseconds. */
        long micros(long ticks) {
            int exponent = resolution & 0x7f;
            if ((resolution & 0x80) != 0) {
                long seconds = exponent > 62 ? 0 : ticks >>> exponent;
                long rest = exponent > 62 ? 0 : ticks & ((1L << exponent) - 1);
                return seconds * 1_000_000 + (long) (rest * 1_000_000.0 / Math.pow(2, exponent));
            }
            return exponent == 6 ? ticks : (long) (ticks * Math.pow(10, 6.0 - exponent));
        }
    }

    private final List<Interface> interfaces = new ArrayList<>();

    PcapngReader(CaptureInput in) throws IOException {
        super(in);
        String wrong = section();
        if (wrong != null) {
            throw new CaptureFormatException("it begins like a pcapng file, but " + wrong);
        }
    }

    /** The rest of a section header after its type. */
    private @Nullable String section() throws IOException {
        if (!in.has(8)) {
            return "a section header is cut short.";
        }
        in.littleEndian(false);
        int length = in.i32();
        int order = in.i32();
        if (order == Integer.reverseBytes(BYTE_ORDER)) {
            in.littleEndian(true);
            length = Integer.reverseBytes(length);
        } else if (order != BYTE_ORDER) {
            return "a section header has no valid byte order.";
        }
        if (length < 28 || length > LARGEST_BLOCK || !in.skip(length - 12L)) {
            return "a section header has an impossible length.";
        }
        interfaces.clear();
        return null;
    }

    @Override
    @Nullable CapturedFrame next() throws IOException {
        while (!in.ended()) {
            if (!in.has(8)) {
                return damaged("it ends within the header of a block.");
            }
            int type = in.i32();
            if (type == SECTION) {
                String wrong = section();
                if (wrong != null) {
                    return damaged(wrong);
                }
                continue;
            }
            long length = in.u32();
            if (length < SMALLEST_BLOCK || length > LARGEST_BLOCK) {
                return damaged("a block claims " + length + " bytes.");
            }
            long end = in.position() + length - 8;
            Found found = block(type, (int) length - SMALLEST_BLOCK);
            if (found.wrong() != null) {
                return damaged(found.wrong());
            }
            if (!in.skip(end - in.position())) {
                return damaged("it ends within a block.");
            }
            if (found.frame() != null) {
                return found.frame();
            }
        }
        return null;
    }

    private record Found(
            @Nullable CapturedFrame frame, @Nullable String wrong) {
        static final Found NOTHING = new Found(null, null);

        static Found wrong(String what) {
            return new Found(null, what);
        }
    }

    private Found block(int type, int body) throws IOException {
        return switch (type) {
            case INTERFACE -> {
                String wrong = interfaceDescription(body);
                yield wrong == null ? Found.NOTHING : Found.wrong(wrong);
            }
            case ENHANCED_PACKET, OBSOLETE_PACKET -> packet(type, body);
            case SIMPLE_PACKET -> simplePacket(body);
            default -> Found.NOTHING;
        };
    }

    private @Nullable String interfaceDescription(int body) throws IOException {
        if (body < 8 || !in.has(8)) {
            return "the description of an interface is cut short.";
        }
        if (interfaces.size() == MAXIMUM_INTERFACES) {
            return "it describes more than " + MAXIMUM_INTERFACES + " interfaces.";
        }
        int linkType = in.u16();
        in.skip(2);
        long snapLength = in.u32();
        interfaces.add(new Interface(linkType, snapLength, resolution(body - 8)));
        return null;
    }

    /** The option if_tsresol; without it the clock ticks in microseconds. */
    private int resolution(int options) throws IOException {
        int left = options;
        for (int count = 0; count < MAXIMUM_OPTIONS && left >= 4 && in.has(4); count++) {
            int code = in.u16();
            int length = in.u16();
            left -= 4;
            if (code == OPTION_END || length > left) {
                break;
            }
            int padded = length + 3 & ~3;
            if (code == OPTION_RESOLUTION && length == 1 && in.has(1)) {
                return in.bytes(1)[0] & 0xff;
            }
            if (!in.skip(Math.min(padded, left))) {
                break;
            }
            left -= padded;
        }
        return 6;
    }

    private Found packet(int type, int body) throws IOException {
        if (body < FRAME_HEADER || !in.has(FRAME_HEADER)) {
            return Found.wrong("a packet block is cut short.");
        }
        // The obsolete block has 16 bits of interface and 16 of drops where the enhanced one has 32 of interface.
        long index = type == ENHANCED_PACKET ? in.u32() : in.u16();
        if (type == OBSOLETE_PACKET) {
            in.skip(2);
        }
        long ticks = in.u32() << 32 | in.u32();
        long captured = in.u32();
        long length = in.u32();
        if (index >= interfaces.size()) {
            return Found.wrong("a packet belongs to an interface that was not described.");
        }
        Interface on = interfaces.get((int) index);
        return frame(on, on.micros(ticks), captured, length, body - FRAME_HEADER);
    }

    private Found simplePacket(int body) throws IOException {
        if (body < 4 || !in.has(4) || interfaces.isEmpty()) {
            return Found.wrong("a packet block is cut short or comes before any interface.");
        }
        long length = in.u32();
        Interface on = interfaces.get(0);
        long limit = on.snapLength() == 0 ? Long.MAX_VALUE : on.snapLength();
        return frame(on, 0, Math.min(Math.min(length, limit), body - 4), length, body - 4);
    }

    private Found frame(Interface on, long micros, long captured, long length, int room) throws IOException {
        if (captured > room || captured > LONGEST_FRAME) {
            return Found.wrong("a packet block claims a frame of " + captured + " bytes.");
        }
        int kept = (int) Math.min(captured, KEPT_BYTES);
        byte[] bytes = in.bytes(kept);
        if (bytes.length < kept) {
            return Found.wrong("it ends within a frame.");
        }
        return new Found(
                new CapturedFrame(on.linkType(), micros, (int) Math.min(length, Integer.MAX_VALUE), bytes), null);
    }
}
