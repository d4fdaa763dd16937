package dev.dropwhy.agent.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/** Writes the body of a netlink message: a fixed header, then attributes, nested where needed. At most 4 KiB. */
public final class NetlinkAttributesWriter {

    private static final int HEADER = 4;
    private static final int NLA_F_NESTED = 0x8000;

    private final ByteBuffer buffer = ByteBuffer.allocate(4096).order(ByteOrder.nativeOrder());

    /**
     * Starts a body.
     *
     * @param header the message type's own header
     */
    public NetlinkAttributesWriter(byte[] header) {
        buffer.put(header);
        align();
    }

    /** Adds raw bytes: the header inside of a nested attribute. */
    public NetlinkAttributesWriter raw(byte[] bytes) {
        buffer.put(bytes);
        align();
        return this;
    }

    /** Adds an attribute of bytes. */
    public NetlinkAttributesWriter bytes(int type, byte[] value) {
        buffer.putShort((short) (HEADER + value.length)).putShort((short) type).put(value);
        align();
        return this;
    }

    /** Adds a string attribute with its terminating zero. */
    public NetlinkAttributesWriter string(int type, String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        return bytes(type, Arrays.copyOf(text, text.length + 1));
    }

    /** Adds an attribute of 8 bits. */
    public NetlinkAttributesWriter octet(int type, int value) {
        return bytes(type, new byte[] {(byte) value});
    }

    /** Adds an attribute of 32 bits. */
    public NetlinkAttributesWriter integer(int type, int value) {
        return bytes(
                type,
                ByteBuffer.allocate(Integer.BYTES)
                        .order(ByteOrder.nativeOrder())
                        .putInt(value)
                        .array());
    }

    /** Adds a nested attribute with what the writer puts into it. */
    public NetlinkAttributesWriter nested(int type, Consumer<NetlinkAttributesWriter> content) {
        int start = buffer.position();
        buffer.putShort((short) 0).putShort((short) (type | NLA_F_NESTED));
        content.accept(this);
        buffer.putShort(start, (short) (buffer.position() - start));
        return this;
    }

    /** The body. */
    public byte[] toByteArray() {
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private void align() {
        buffer.position((buffer.position() + 3) & ~3);
    }
}
