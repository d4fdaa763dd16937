package dev.dropwhy.agent.linux;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The attributes of one netlink message or nested attribute ({@code struct nlattr}), by type. Where a type occurs twice
 * the last one counts. Attributes that claim more bytes than there are end the walk; what came before them stays.
 */
public final class NetlinkAttributes {

    private static final int TYPE_MASK = 0x3fff; // without NLA_F_NESTED and NLA_F_NET_BYTEORDER
    private static final int HEADER = 4;

    private final Map<Integer, ByteBuffer> byType;

    private NetlinkAttributes(Map<Integer, ByteBuffer> byType) {
        this.byType = byType;
    }

    /**
     * Reads attributes.
     *
     * @param bytes a message or attribute body
     * @param offset where the attributes start in it; may lie behind its end
     */
    public static NetlinkAttributes parse(ByteBuffer bytes, int offset) {
        Map<Integer, ByteBuffer> found = new LinkedHashMap<>();
        int position = offset;
        while (bytes.limit() - position >= HEADER) {
            int length = bytes.getShort(position) & 0xffff;
            if (length < HEADER || length > bytes.limit() - position) {
                break;
            }
            int type = bytes.getShort(position + 2) & TYPE_MASK;
            found.put(type, bytes.slice(position + HEADER, length - HEADER).order(bytes.order()));
            position += (length + 3) & ~3;
        }
        return new NetlinkAttributes(found);
    }

    /** The bytes of an attribute, from position 0. */
    public Optional<ByteBuffer> bytes(int type) {
        return Optional.ofNullable(byType.get(type));
    }

    /** A string attribute, without its terminating zero. */
    public Optional<String> string(int type) {
        return bytes(type).map(value -> {
            int end = 0;
            while (end < value.limit() && value.get(end) != 0) {
                end++;
            }
            byte[] text = new byte[end];
            value.get(0, text);
            return new String(text, StandardCharsets.UTF_8);
        });
    }

    /** An attribute of 32 bits. */
    public OptionalInt integer(int type) {
        ByteBuffer value = byType.get(type);
        return value != null && value.limit() >= 4 ? OptionalInt.of(value.getInt(0)) : OptionalInt.empty();
    }

    /** An attribute of 64 bits. */
    public OptionalLong longInteger(int type) {
        ByteBuffer value = byType.get(type);
        return value != null && value.limit() >= 8 ? OptionalLong.of(value.getLong(0)) : OptionalLong.empty();
    }

    /** An attribute of 16 bits, unsigned. */
    public OptionalInt shortInteger(int type) {
        ByteBuffer value = byType.get(type);
        return value != null && value.limit() >= 2 ? OptionalInt.of(value.getShort(0) & 0xffff) : OptionalInt.empty();
    }

    /** An attribute of 8 bits. */
    public OptionalInt octet(int type) {
        ByteBuffer value = byType.get(type);
        return value != null && value.limit() >= 1 ? OptionalInt.of(value.get(0) & 0xff) : OptionalInt.empty();
    }

    /** The types that are there: of a list, whose types only number its elements. */
    public Set<Integer> types() {
        return Collections.unmodifiableSet(byType.keySet());
    }

    /** A nested attribute; empty attributes where there is none. */
    public NetlinkAttributes nested(int type) {
        return bytes(type).map(value -> parse(value, 0)).orElseGet(() -> new NetlinkAttributes(Map.of()));
    }
}
