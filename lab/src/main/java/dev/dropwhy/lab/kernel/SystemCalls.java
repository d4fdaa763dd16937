package dev.dropwhy.lab.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * System calls through the C library: thin, checked, one Java method per call.
 *
 * <p>Every method throws {@link KernelException} with the call's name where the kernel refuses.
 */
public final class SystemCalls {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CALL_STATE.varHandle(PathElement.groupElement("errno"));

    private static final MethodHandle OPEN =
            function("open", 2, FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle CLOSE = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle SETNS = function("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle SOCKET =
            function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle BIND =
            function("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SEND =
            function("send", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle SENDMMSG =
            function("sendmmsg", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle WRITE =
            function("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle SETSOCKOPT =
            function("setsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle IOCTL =
            function("ioctl", 2, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));
    private static final MethodHandle IF_NAMETOINDEX =
            function("if_nametoindex", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    private static final MethodHandle SCHED_SETAFFINITY =
            function("sched_setaffinity", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));
    private static final MethodHandle BPF =
            function("syscall", 1, FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));

    private SystemCalls() {}

    private static MethodHandle function(String name, FunctionDescriptor signature) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name), signature, Linker.Option.captureCallState("errno"));
    }

    private static MethodHandle function(String name, int firstVariadic, FunctionDescriptor signature) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                signature,
                Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(firstVariadic));
    }

    /** A native call: gets the segment that takes errno, returns the C function's result. */
    @FunctionalInterface
    private interface Call {
        long with(MemorySegment state) throws Throwable;
    }

    private static long checked(String name, Call call) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            long result = call.with(state);
            if (result < 0) {
                throw new KernelException(name, (int) ERRNO.get(state, 0L));
            }
            return result;
        } catch (KernelException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("cannot call " + name, e);
        }
    }

    /** open(2). */
    public static int open(String path, int flags) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(path);
            return (int) checked("open " + path, state -> (int) OPEN.invokeExact(state, name, flags, 0));
        }
    }

    /** close(2). */
    public static void close(int fd) throws KernelException {
        checked("close", state -> (int) CLOSE.invokeExact(state, fd));
    }

    /** setns(2): moves the calling thread, and only it, into the namespace behind the descriptor. */
    public static void setns(int fd, int type) throws KernelException {
        checked("setns", state -> (int) SETNS.invokeExact(state, fd, type));
    }

    /** socket(2). */
    public static int socket(int domain, int type, int protocol) throws KernelException {
        return (int) checked("socket", state -> (int) SOCKET.invokeExact(state, domain, type, protocol));
    }

    /** bind(2). */
    public static void bind(int fd, MemorySegment address) throws KernelException {
        checked("bind", state -> (int) BIND.invokeExact(state, fd, address, (int) address.byteSize()));
    }

    /** send(2). */
    public static void send(int fd, MemorySegment data) throws KernelException {
        checked("send", state -> (long) SEND.invokeExact(state, fd, data, data.byteSize(), 0));
    }

    /**
     * sendmmsg(2).
     *
     * @return how many of the messages were sent, at least one
     */
    public static int sendmmsg(int fd, MemorySegment headers, int count) throws KernelException {
        return (int) checked("sendmmsg", state -> (int) SENDMMSG.invokeExact(state, fd, headers, count, 0));
    }

    /** write(2). */
    public static void write(int fd, MemorySegment data) throws KernelException {
        checked("write", state -> (long) WRITE.invokeExact(state, fd, data, data.byteSize()));
    }

    /** setsockopt(2). */
    public static void setsockopt(int fd, int level, int option, MemorySegment value) throws KernelException {
        checked("setsockopt", state ->
                (int) SETSOCKOPT.invokeExact(state, fd, level, option, value, (int) value.byteSize()));
    }

    /** ioctl(2). */
    public static void ioctl(int fd, long request, MemorySegment argument) throws KernelException {
        checked("ioctl", state -> (int) IOCTL.invokeExact(state, fd, request, argument));
    }

    /** sched_setaffinity(2): the calling thread runs on this processor, below 64, and on no other. */
    public static void pinThread(int processor) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocateFrom(JAVA_LONG, 1L << processor);
            checked("sched_setaffinity", state -> (int) SCHED_SETAFFINITY.invokeExact(state, 0, mask.byteSize(), mask));
        }
    }

    /** if_nametoindex(3), in the calling thread's network namespace. */
    public static int interfaceIndex(String name) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(name);
            return (int) checked("if_nametoindex " + name, state -> {
                int index = (int) IF_NAMETOINDEX.invokeExact(state, text);
                return index == 0 ? -1 : index;
            });
        }
    }

    /**
     * bpf(2).
     *
     * @return a descriptor or an id, as the command says
     */
    static int bpf(int command, MemorySegment attributes) throws KernelException {
        return (int) checked("bpf command " + command, state ->
                (long) BPF.invokeExact(state, bpfNumber(), command, attributes, (int) attributes.byteSize()));
    }

    /** The number of bpf(2): 321 on x86_64, 280 in the generic table that newer architectures share. */
    private static long bpfNumber() {
        return System.getProperty("os.arch").equals("amd64") ? 321 : 280;
    }

    /** Layout of {@code struct iovec} on 64-bit Linux. */
    public static final StructLayout IOVEC =
            MemoryLayout.structLayout(ADDRESS.withName("base"), JAVA_LONG.withName("len"));

    /** Layout of {@code struct mmsghdr} on 64-bit Linux: {@code struct msghdr} and the length sent. */
    public static final StructLayout MMSGHDR = MemoryLayout.structLayout(
            ADDRESS.withName("name"),
            JAVA_INT.withName("namelen"),
            MemoryLayout.paddingLayout(4),
            ADDRESS.withName("iov"),
            JAVA_LONG.withName("iovlen"),
            ADDRESS.withName("control"),
            JAVA_LONG.withName("controllen"),
            JAVA_INT.withName("flags"),
            MemoryLayout.paddingLayout(4),
            JAVA_INT.withName("len"),
            MemoryLayout.paddingLayout(4));
}
