package dev.dropwhy.lab.traffic;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Builds a byte array field by field, in network order. */
final class Bytes {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Bytes u8(int value) {
        out.write(value);
        return this;
    }

    Bytes u16(int value) {
        return u8(value >> 8).u8(value);
    }

    Bytes u32(long value) {
        return u16((int) (value >> 16)).u16((int) value);
    }

    Bytes raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    Bytes text(String text) {
        return raw(text.getBytes(StandardCharsets.UTF_8));
    }

    Bytes zeros(int count) {
        return raw(new byte[count]);
    }

    byte[] done() {
        return out.toByteArray();
    }
}
