package dev.dropwhy.lab.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Set;
import java.util.TreeSet;

/**
 * The kernel's own list of what is loaded through bpf(2), and the programs of two instructions that the lab
 * loads itself.
 *
 * <p>Numbers are those of {@code enum bpf_cmd} in {@code include/uapi/linux/bpf.h}.
 */
public final class BpfObjects {

    private static final int PROG_LOAD = 5;
    private static final int PROG_GET_NEXT_ID = 11;
    private static final int MAP_GET_NEXT_ID = 12;
    private static final int RAW_TRACEPOINT_OPEN = 17;
    private static final int LINK_CREATE = 28;
    private static final int LINK_GET_NEXT_ID = 31;

    private static final int PROG_TYPE_XDP = 6;
    private static final int PROG_TYPE_RAW_TRACEPOINT = 17;
    private static final int ATTACH_XDP = 37;
    private static final int XDP_DROP = 1;
    private static final int NOTHING = 0;
    private static final int ENOENT = 2;
    private static final int ATTRIBUTE_BYTES = 128;

    private BpfObjects() {}

    /** How an XDP program is run: {@code XDP_FLAGS_SKB_MODE} or {@code XDP_FLAGS_DRV_MODE}. */
    public enum XdpMode {
        /** In {@code do_xdp_generic}, after the driver made an skb. */
        Generic(1 << 1),
        /** By the driver. */
        Native(1 << 2);

        private final int flag;

        XdpMode(int flag) {
            this.flag = flag;
        }
    }

    /** Ids of all loaded programs, of every process. */
    public static Set<Integer> programs() throws KernelException {
        return ids(PROG_GET_NEXT_ID);
    }

    /** Ids of all maps. */
    public static Set<Integer> maps() throws KernelException {
        return ids(MAP_GET_NEXT_ID);
    }

    /** Ids of all links. */
    public static Set<Integer> links() throws KernelException {
        return ids(LINK_GET_NEXT_ID);
    }

    private static Set<Integer> ids(int command) throws KernelException {
        Set<Integer> ids = new TreeSet<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(ATTRIBUTE_BYTES, 8);
            int last = 0;
            while (true) {
                attributes.set(JAVA_INT, 0, last);
                try {
                    SystemCalls.bpf(command, attributes);
                } catch (KernelException e) {
                    if (e.errno() == ENOENT) {
                        return ids;
                    }
                    throw e;
                }
                last = attributes.get(JAVA_INT, 4);
                ids.add(last);
            }
        }
    }

    /**
     * Drops every frame of an interface of the calling thread's network namespace by an XDP program of two instructions.
     *
     * @return what detaches it when closed
     */
    public static AutoCloseable dropEverything(int interfaceIndex, XdpMode mode) throws KernelException {
        int program = loadReturn(PROG_TYPE_XDP, XDP_DROP);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(ATTRIBUTE_BYTES, 8);
            attributes.set(JAVA_INT, 0, program);
            attributes.set(JAVA_INT, 4, interfaceIndex);
            attributes.set(JAVA_INT, 8, ATTACH_XDP);
            attributes.set(JAVA_INT, 12, mode.flag);
            int link = SystemCalls.bpf(LINK_CREATE, attributes);
            return () -> SystemCalls.close(link);
        } finally {
            SystemCalls.close(program);
        }
    }

    /**
     * Attaches a program that does nothing to a tracepoint: what any observer there costs at least. A raw tracepoint program
     * is called just as one of type tracing is ({@code __bpf_trace_run}).
     *
     * @param tracepoint its name without the group, such as {@code kfree_skb}
     * @return what detaches it when closed
     */
    public static AutoCloseable watchIdly(String tracepoint) throws KernelException {
        int program = loadReturn(PROG_TYPE_RAW_TRACEPOINT, NOTHING);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(ATTRIBUTE_BYTES, 8);
            attributes.set(JAVA_LONG, 0, arena.allocateFrom(tracepoint).address());
            attributes.set(JAVA_INT, 8, program);
            int link = SystemCalls.bpf(RAW_TRACEPOINT_OPEN, attributes);
            return () -> SystemCalls.close(link);
        } finally {
            SystemCalls.close(program);
        }
    }

    /** Loads a program that returns a number. */
    private static int loadReturn(int type, int result) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment instructions = arena.allocate(16, 8);
            instructions.set(JAVA_LONG, 0, 0xb7L | (long) result << 32); // r0 = result
            instructions.set(JAVA_LONG, 8, 0x95L); // exit
            MemorySegment attributes = arena.allocate(ATTRIBUTE_BYTES, 8);
            attributes.set(JAVA_INT, 0, type);
            attributes.set(JAVA_INT, 4, 2);
            attributes.set(JAVA_LONG, 8, instructions.address());
            attributes.set(JAVA_LONG, 16, arena.allocateFrom("GPL").address());
            return SystemCalls.bpf(PROG_LOAD, attributes);
        }
    }
}
