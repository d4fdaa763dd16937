package dev.dropwhy.agent.classify;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The classic format (draft-ietf-opsawg-pcap): a header of 24 bytes, then records of 16 bytes and a frame. */
final class PcapReader extends CaptureReader {

    private static final int REST_OF_HEADER = 20;
    private static final int RECORD = 16;
    private static final long MICROS = 1_000_000;
    private static final long NANOS_PER_MICRO = 1_000;

    private final boolean nanos;
    private final int linkType;

    PcapReader(CaptureInput in, boolean littleEndian, boolean nanos) throws IOException {
        super(in);
        this.nanos = nanos;
        in.littleEndian(littleEndian);
        if (!in.has(REST_OF_HEADER)) {
            throw new CaptureFormatException("it ends within the header of a pcap file.");
        }
        int major = in.u16();
        if (major != 2) {
            throw new CaptureFormatException("it is a pcap file of version " + major + "; version 2 can be read.");
        }
        in.skip(REST_OF_HEADER - 6);
        // The upper bits say whether frames end with their checksum.
        this.linkType = in.i32() & 0xffff;
    }

    @Override
    @Nullable CapturedFrame next() throws IOException {
        if (in.ended()) {
            return null;
        }
        if (!in.has(RECORD)) {
            return damaged("it ends within the header of a record.");
        }
        long seconds = in.u32();
        long fraction = in.u32();
        long captured = in.u32();
        long length = in.u32();
        if (captured > LONGEST_FRAME) {
            return damaged("a record claims a frame of " + captured + " bytes.");
        }
        int kept = (int) Math.min(captured, KEPT_BYTES);
        byte[] bytes = in.bytes(kept);
        if (bytes.length < kept || !in.skip(captured - kept)) {
            return damaged("it ends within a frame.");
        }
        long micros = seconds * MICROS + (nanos ? fraction / NANOS_PER_MICRO : fraction);
        return new CapturedFrame(linkType, micros, (int) Math.min(length, Integer.MAX_VALUE), bytes);
    }
}
