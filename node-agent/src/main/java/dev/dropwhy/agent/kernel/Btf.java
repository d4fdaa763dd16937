package dev.dropwhy.agent.kernel;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The type information of a kernel or of one of its modules in BTF, the BPF type format (kernel:
 * Documentation/bpf/btf.rst), as far as drop diagnosis needs it: enumerators and the shape of tracepoints.
 *
 * <p>A kernel has 150,000 types; nothing is indexed. Each question is one pass over the 5 MB, some milliseconds, so ask for
 * many values at once. Every pass is bounded by the size of the data, whatever it holds.
 *
 * <p>What was read from a file lies outside the Java heap, which would keep the room for it when it is long of no use, and
 * goes with {@link #close()}. Belongs to the thread that read it.
 */
public final class Btf implements AutoCloseable {

    /** The running kernel's own. */
    public static final Path KERNEL = Path.of("/sys/kernel/btf/vmlinux");

    private static final int MAGIC = 0xeb9f;
    private static final int HEADER_BYTES = 24;
    private static final int TYPE_BYTES = 12;

    /** KSYM_NAME_LEN since Linux 6.1. */
    private static final int LONGEST_NAME = 512;

    private static final int KIND_INT = 1;
    private static final int KIND_POINTER = 2;
    private static final int KIND_ARRAY = 3;
    private static final int KIND_STRUCT = 4;
    private static final int KIND_UNION = 5;
    private static final int KIND_ENUM = 6;
    private static final int KIND_TYPEDEF = 8;
    private static final int KIND_FUNCTION = 12;
    private static final int KIND_FUNCTION_PROTOTYPE = 13;
    private static final int KIND_VARIABLE = 14;
    private static final int KIND_DATA_SECTION = 15;
    private static final int KIND_DECLARATION_TAG = 17;
    private static final int KIND_ENUM64 = 19;
    private static final int LAST_KIND = 19;

    private final ByteBuffer types;
    private final ByteBuffer strings;
    private final @Nullable Btf base;
    private final @Nullable Arena memory;

    private Btf(ByteBuffer types, ByteBuffer strings, @Nullable Btf base, @Nullable Arena memory) {
        this.types = types;
        this.strings = strings;
        this.base = base;
        this.memory = memory;
    }

    /**
     * Reads the kernel's own type information.
     *
     * @throws IOException where the file is absent (a kernel without CONFIG_DEBUG_INFO_BTF), unreadable or not BTF
     */
    public static Btf read(Path file) throws IOException {
        return readFile(file, null);
    }

    /**
     * Reads a module's type information, which continues the kernel's and is of use as long as that is open.
     *
     * @throws IOException where the file is absent, unreadable or not BTF
     */
    public static Btf readModule(Path file, Btf kernel) throws IOException {
        return readFile(file, kernel);
    }

    @SuppressWarnings("MustBeClosedChecker") // the memory belongs to the result, or is closed here
    private static Btf readFile(Path file, @Nullable Btf base) throws IOException {
        Arena memory = Arena.ofConfined();
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer data = memory.allocate(channel.size()).asByteBuffer();
            while (data.hasRemaining() && channel.read(data) >= 0) {
                // a file of sysfs is read page by page
            }
            return parse(data.flip(), base, memory);
        } catch (IOException | RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    /**
     * Takes type information from memory.
     *
     * @param base the kernel's, where this is a module's
     * @throws IOException where the bytes are not BTF; later questions about damaged types find less, and never throw
     */
    static Btf parse(byte[] data, @Nullable Btf base) throws IOException {
        return parse(ByteBuffer.wrap(data), base, null);
    }

    private static Btf parse(ByteBuffer data, @Nullable Btf base, @Nullable Arena memory) throws IOException {
        if (data.limit() < HEADER_BYTES) {
            throw new IOException("not BTF: " + data.limit() + " bytes are less than a header");
        }
        data.order(ByteOrder.LITTLE_ENDIAN);
        if (data.getShort(0) != (short) MAGIC) {
            data.order(ByteOrder.BIG_ENDIAN);
        }
        if (data.getShort(0) != (short) MAGIC) {
            throw new IOException("not BTF: it begins with %#x".formatted(data.getShort(0) & 0xffff));
        }
        return new Btf(section(data, 8, "types"), section(data, 16, "strings"), base, memory);
    }

    /** The section whose offset from the header's end and length stand in the header. */
    private static ByteBuffer section(ByteBuffer data, int field, String name) throws IOException {
        long start = Integer.toUnsignedLong(data.getInt(4)) + Integer.toUnsignedLong(data.getInt(field));
        int length = data.getInt(field + 4);
        if (length < 0 || start + length > data.limit()) {
            throw new IOException("damaged BTF: its %s end beyond its %d bytes".formatted(name, data.limit()));
        }
        return data.slice((int) start, length).order(data.order());
    }

    @Override
    public void close() {
        if (memory != null) {
            memory.close();
        }
    }

    /** Takes enumerators one by one. */
    @FunctionalInterface
    public interface EnumeratorVisitor {

        /**
         * One enumerator.
         *
         * @param name name of the enumerator
         * @param value its value; of 64-bit enums the low half
         */
        void enumerator(String name, int value);
    }

    /**
     * Visits the enumerators of every enum whose name ends in {@code suffix}.
     *
     * @param suffix end of the enum's name, such as {@code drop_reason}
     * @param visitor sees them in the order of the kernel's declaration
     */
    public void enumerators(String suffix, EnumeratorVisitor visitor) {
        byte[] wanted = suffix.getBytes(StandardCharsets.US_ASCII);
        walk((offset, kind, count) -> {
            if ((kind == KIND_ENUM || kind == KIND_ENUM64) && endsWith(types.getInt(offset), wanted)) {
                int bytes = kind == KIND_ENUM ? 8 : 12;
                for (int i = 0; i < count; i++) {
                    int entry = offset + TYPE_BYTES + i * bytes;
                    string(types.getInt(entry)).ifPresent(name -> visitor.enumerator(name, types.getInt(entry + 4)));
                }
            }
            return true;
        });
    }

    /** Whether the kernel has a function of that name that programs can be attached to or may call. */
    public boolean hasFunction(String name) {
        byte[] wanted = name.getBytes(StandardCharsets.US_ASCII);
        boolean[] found = {false};
        walk((offset, kind, count) -> {
            found[0] = kind == KIND_FUNCTION && isString(types.getInt(offset), wanted);
            return !found[0];
        });
        return found[0];
    }

    /**
     * The shape of a tracepoint.
     *
     * @param arguments how many arguments a program at the tracepoint gets
     * @param thirdIsEnum whether its third argument is an enum, which is what the drop reason of skb:kfree_skb is
     */
    public record Tracepoint(int arguments, boolean thirdIsEnum) {}

    /**
     * The shape of a tracepoint, from the type {@code btf_trace_NAME} that the kernel keeps for each.
     *
     * @return empty where the kernel has no such tracepoint, or its types are damaged
     */
    public Optional<Tracepoint> tracepoint(String name) {
        byte[] wanted = ("btf_trace_" + name).getBytes(StandardCharsets.US_ASCII);
        int[] pointer = {0};
        walk((offset, kind, count) -> {
            if (kind == KIND_TYPEDEF && isString(types.getInt(offset), wanted)) {
                pointer[0] = types.getInt(offset + 8);
            }
            return pointer[0] == 0;
        });
        int pointerAt = offsetOf(pointer[0]);
        if (pointerAt < 0 || kindAt(pointerAt) != KIND_POINTER) {
            return Optional.empty();
        }
        int prototype = offsetOf(types.getInt(pointerAt + 8));
        if (prototype < 0 || kindAt(prototype) != KIND_FUNCTION_PROTOTYPE) {
            return Optional.empty();
        }
        // The first parameter is the tracepoint's private data; programs do not get it.
        int arguments = (types.getInt(prototype + 4) & 0xffff) - 1;
        boolean thirdIsEnum = false;
        if (arguments >= 3) {
            int third = offsetOf(types.getInt(prototype + TYPE_BYTES + 3 * 8 + 4));
            thirdIsEnum = third >= 0 && kindAt(third) == KIND_ENUM;
        }
        return Optional.of(new Tracepoint(arguments, thirdIsEnum));
    }

    /** Sees one type; says whether to go on. */
    @FunctionalInterface
    private interface TypeVisitor {
        boolean type(int offset, int kind, int count);
    }

    private void walk(TypeVisitor visitor) {
        for (int offset = 0; offset + TYPE_BYTES <= types.limit(); ) {
            int info = types.getInt(offset + 4);
            int kind = kindOf(info);
            int count = info & 0xffff;
            int next = offset + TYPE_BYTES + trailing(kind, count);
            // Types of a kind that is not known have an unknown length, and the data may end in the middle of one.
            if (kind > LAST_KIND || next > types.limit() || !visitor.type(offset, kind, count)) {
                return;
            }
            offset = next;
        }
    }

    /** Where the type of that number stands; -1 where it is not here. */
    private int offsetOf(int number) {
        if (number <= 0) {
            return -1;
        }
        int[] found = {0, -1};
        walk((offset, kind, count) -> {
            if (++found[0] == number) {
                found[1] = offset;
            }
            return found[1] < 0;
        });
        return found[1];
    }

    private int kindAt(int offset) {
        return kindOf(types.getInt(offset + 4));
    }

    private static int kindOf(int info) {
        return (info >>> 24) & 0x1f;
    }

    private static int trailing(int kind, int count) {
        return switch (kind) {
            case KIND_INT, KIND_VARIABLE, KIND_DECLARATION_TAG -> 4;
            case KIND_ARRAY -> 12;
            case KIND_STRUCT, KIND_UNION, KIND_DATA_SECTION, KIND_ENUM64 -> count * 12;
            case KIND_ENUM, KIND_FUNCTION_PROTOTYPE -> count * 8;
            default -> 0;
        };
    }

    private boolean isString(int offset, byte[] wanted) {
        if (base != null && offset < base.stringsLength()) {
            return base.isString(offset, wanted);
        }
        int start = ownOffset(offset);
        // Nearly every name differs in its first bytes, so its length is not looked for.
        return start >= 0
                && start < strings.limit() - wanted.length
                && isAt(start, wanted)
                && strings.get(start + wanted.length) == 0;
    }

    private boolean endsWith(int offset, byte[] suffix) {
        if (base != null && offset < base.stringsLength()) {
            return base.endsWith(offset, suffix);
        }
        int length = stringLength(offset);
        return length >= suffix.length && isAt(ownOffset(offset) + length - suffix.length, suffix);
    }

    private boolean isAt(int start, byte[] wanted) {
        for (int i = 0; i < wanted.length; i++) {
            if (strings.get(start + i) != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    /** Length of the string there; -1 where there is none or it is longer than any name in a kernel. */
    private int stringLength(int offset) {
        int start = ownOffset(offset);
        if (start < 0 || start >= strings.limit()) {
            return -1;
        }
        int limit = Math.min(strings.limit() - start, LONGEST_NAME);
        for (int length = 0; length < limit; length++) {
            if (strings.get(start + length) == 0) {
                return length;
            }
        }
        return -1;
    }

    /** A module's strings are numbered on from the kernel's. */
    private int ownOffset(int offset) {
        return base == null ? offset : offset - base.stringsLength();
    }

    /** Bytes of strings; a module's strings are numbered from here. */
    int stringsLength() {
        return strings.limit();
    }

    private Optional<String> string(int offset) {
        if (base != null && offset < base.stringsLength()) {
            return base.string(offset);
        }
        int length = stringLength(offset);
        if (length <= 0) {
            return Optional.empty();
        }
        byte[] bytes = new byte[length];
        strings.get(ownOffset(offset), bytes);
        return Optional.of(new String(bytes, StandardCharsets.US_ASCII));
    }
}
