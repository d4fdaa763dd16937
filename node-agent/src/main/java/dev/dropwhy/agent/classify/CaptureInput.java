package dev.dropwhy.agent.classify;

import java.io.IOException;
import java.io.InputStream;

/** Integers and byte runs out of a stream, in the byte order that the file declares, with the position for messages. */
final class CaptureInput {

    private static final int BUFFER = 1 << 18;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int filled;
    private long consumed;
    private boolean littleEndian;

    CaptureInput(InputStream in) {
        this.in = in;
    }

    void littleEndian(boolean is) {
        littleEndian = is;
    }

    /** Bytes read so far. */
    long position() {
        return consumed;
    }

    /** Whether {@code count} bytes can be had, at most the buffer's size; waits for them. */
    boolean has(int count) throws IOException {
        while (filled - at < count) {
            if (at > 0) {
                System.arraycopy(buffer, at, buffer, 0, filled - at);
                filled -= at;
                at = 0;
            }
            int read = in.read(buffer, filled, BUFFER - filled);
            if (read < 0) {
                return false;
            }
            filled += read;
        }
        return true;
    }

    /** Whether the stream is at its end. */
    boolean ended() throws IOException {
        return !has(1);
    }

    /** A 32 bit integer; only after {@link #has}. */
    int i32() {
        int value = littleEndian
                ? (u8(3) << 24) | (u8(2) << 16) | (u8(1) << 8) | u8(0)
                : (u8(0) << 24) | (u8(1) << 16) | (u8(2) << 8) | u8(3);
        advance(4);
        return value;
    }

    /** An unsigned 32 bit integer; only after {@link #has}. */
    long u32() {
        return i32() & 0xffff_ffffL;
    }

    /** An unsigned 16 bit integer; only after {@link #has}. */
    int u16() {
        int value = littleEndian ? (u8(1) << 8) | u8(0) : (u8(0) << 8) | u8(1);
        advance(2);
        return value;
    }

    /** Copies {@code count} bytes, fewer where the stream ends before. */
    byte[] bytes(int count) throws IOException {
        byte[] bytes = new byte[count];
        int have = 0;
        while (have < count && has(1)) {
            int step = Math.min(count - have, filled - at);
            System.arraycopy(buffer, at, bytes, have, step);
            advance(step);
            have += step;
        }
        return have == count ? bytes : java.util.Arrays.copyOf(bytes, have);
    }

    /** Skips {@code count} bytes; false where the stream ends before. */
    boolean skip(long count) throws IOException {
        long left = count;
        while (left > 0) {
            if (!has(1)) {
                return false;
            }
            int step = (int) Math.min(left, filled - at);
            advance(step);
            left -= step;
        }
        return true;
    }

    private int u8(int offset) {
        return buffer[at + offset] & 0xff;
    }

    private void advance(int count) {
        at += count;
        consumed += count;
    }
}
