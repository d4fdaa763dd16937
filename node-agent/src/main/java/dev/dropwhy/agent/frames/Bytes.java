package dev.dropwhy.agent.frames;

import java.nio.charset.StandardCharsets;

/**
 * A window onto captured bytes. Reading beyond its end gives zero instead of an exception, so that a decoder is total
 * by construction; it asks {@link #has} where absent and zero differ. Integers are in network byte order.
 */
final class Bytes {

    private final byte[] data;
    private final int start;
    private final int end;

    private Bytes(byte[] data, int start, int end) {
        this.data = data;
        this.start = start;
        this.end = end;
    }

    static Bytes of(byte[] data) {
        return new Bytes(data, 0, data.length);
    }

    int length() {
        return end - start;
    }

    /** Whether {@code count} bytes from {@code offset} on were captured. */
    boolean has(int offset, int count) {
        return offset >= 0 && count >= 0 && count <= length() - offset;
    }

    int u8(int offset) {
        return has(offset, 1) ? data[start + offset] & 0xff : 0;
    }

    int u16(int offset) {
        return has(offset, 2) ? ((data[start + offset] & 0xff) << 8) | (data[start + offset + 1] & 0xff) : 0;
    }

    int u24(int offset) {
        return u16(offset) << 8 | u8(offset + 2);
    }

    long u32(int offset) {
        return (long) u16(offset) << 16 | u16(offset + 2);
    }

    long u48(int offset) {
        return u32(offset) << 16 | u16(offset + 4);
    }

    long u64(int offset) {
        return u32(offset) << 32 | u32(offset + 4);
    }

    /** The bytes from {@code offset} to the end; empty where there are none. */
    Bytes from(int offset) {
        return slice(offset, Integer.MAX_VALUE);
    }

    /** At most {@code count} bytes from {@code offset} on, fewer where the capture ends before. */
    Bytes slice(int offset, int count) {
        int from = start + Math.clamp(offset, 0, length());
        return new Bytes(data, from, from + Math.clamp(count, 0, end - from));
    }

    /** The whole window as text that is safe to print, at most {@code maximum} characters. */
    String text(int maximum) {
        int bytes = Math.min(length(), maximum * PrintableText.UTF_8_BYTES);
        return PrintableText.of(new String(data, start, bytes, StandardCharsets.UTF_8), maximum);
    }

    /** The window as lower-case hex digits, at most {@code maximum} bytes. */
    String hex(int maximum) {
        int count = Math.min(length(), maximum);
        StringBuilder text = new StringBuilder(2 * count);
        for (int i = 0; i < count; i++) {
            AddressText.hex(text, u8(i), 2);
        }
        return text.toString();
    }
}
