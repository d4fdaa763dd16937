package dev.dropwhy.agent.classify;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of a capture file one after the other, in constant memory. Formats: pcap (both byte orders, micro-
 * and nanoseconds) and pcapng. {@code docs/decisions/0002-frame-decoding.md} says why libpcap does not read them.
 */
abstract sealed class CaptureReader permits PcapReader, PcapngReader {

    /** No link-layer header is longer than this; the rest of a frame is payload. */
    static final int KEPT_BYTES = 2048;

    /** Longest captured frame (tcpdump's MAXIMUM_SNAPLEN); a longer one means that the file is damaged. */
    static final int LONGEST_FRAME = 262_144;

    private static final int PCAP = 0xa1b2c3d4;
    private static final int PCAP_NANOS = 0xa1b23c4d;
    private static final int PCAPNG = 0x0a0d0d0a;
    private static final int GZIP = 0x1f8b;

    final CaptureInput in;
    private @Nullable String damage;

    CaptureReader(CaptureInput in) {
        this.in = in;
    }

    /**
     * Recognises the format.
     *
     * @param stream the file from its beginning
     * @throws CaptureFormatException where it is no capture file
     * @throws IOException where it cannot be read
     */
    static CaptureReader open(InputStream stream) throws IOException {
        CaptureInput in = new CaptureInput(stream);
        if (!in.has(4)) {
            throw new CaptureFormatException("it is empty or ends before its first 4 bytes, so it is no capture file.");
        }
        int magic = in.i32();
        return switch (magic) {
            case PCAPNG -> new PcapngReader(in);
            case PCAP, PCAP_NANOS -> new PcapReader(in, false, magic == PCAP_NANOS);
            default -> {
                int reversed = Integer.reverseBytes(magic);
                if (reversed == PCAP || reversed == PCAP_NANOS) {
                    yield new PcapReader(in, true, reversed == PCAP_NANOS);
                }
                throw new CaptureFormatException(
                        magic >>> 16 == GZIP
                                ? "it is compressed with gzip; decompress it first, such as: zcat FILE | dropwhy classify -."
                                : "it begins with 0x%08x, which neither pcap nor pcapng does.".formatted(magic));
            }
        };
    }

    /**
     * The next frame.
     *
     * @return the frame; null at the end of the file, or where the file is damaged, as {@link #damage} then says
     */
    abstract @Nullable CapturedFrame next() throws IOException;

    /** What is wrong with the file, one sentence; null as long as nothing is. */
    @Nullable String damage() {
        return damage;
    }

    /** Ends the reading: what was read before is good. */
    @Nullable CapturedFrame damaged(String what) {
        damage = "The file is damaged at byte " + in.position() + ": " + what + " The frames before it are counted.";
        return null;
    }
}
