package dev.dropwhy.agent.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * libc calls through the JDK's foreign-function interface. Each throws {@link SystemCallException} with the error
 * number where the call returns −1. Method handles are linked when first used, because linking one costs milliseconds
 * at start-up.
 */
public final class Libc {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option CAPTURE_ERRNO = Linker.Option.captureCallState("errno");
    private static final VarHandle ERRNO =
            Linker.Option.captureStateLayout().varHandle(PathElement.groupElement("errno"));

    private Libc() {}

    /** socket(2): a file descriptor of the calling thread's network namespace, closed on exec. */
    public static int socket(int family, int type, int protocol) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = state(arena);
            int result = (int) SocketCall.HANDLE.invokeExact(state, family, type | 0x80000, protocol);
            return check(result, "socket(family " + family + ")", state);
        } catch (SystemCallException e) {
            throw e;
        } catch (Throwable e) {
            throw unlinked(e);
        }
    }

    /** bind(2). */
    public static void bind(int descriptor, MemorySegment address) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = state(arena);
            int result = (int) BindCall.HANDLE.invokeExact(state, descriptor, address, (int) address.byteSize());
            check(result, "bind", state);
        } catch (SystemCallException e) {
            throw e;
        } catch (Throwable e) {
            throw unlinked(e);
        }
    }

    /** setsockopt(2). */
    public static void setsockopt(int descriptor, int level, int option, MemorySegment value)
            throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = state(arena);
            int result = (int)
                    SetsockoptCall.HANDLE.invokeExact(state, descriptor, level, option, value, (int) value.byteSize());
            check(result, "setsockopt(" + level + ", " + option + ")", state);
        } catch (SystemCallException e) {
            throw e;
        } catch (Throwable e) {
            throw unlinked(e);
        }
    }

    /** getsockopt(2): fills {@code into} from its start as far as the answer goes. */
    public static void getsockopt(int descriptor, int level, int option, MemorySegment into)
            throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = state(arena);
            MemorySegment length = arena.allocateFrom(JAVA_INT, (int) into.byteSize());
            int result = (int) GetsockoptCall.HANDLE.invokeExact(state, descriptor, level, option, into, length);
            check(result, "getsockopt(" + level + ", " + option + ")", state);
        } catch (SystemCallException e) {
            throw e;
        } catch (Throwable e) {
            throw unlinked(e);
        }
    }

    /** send(2) without flags: bytes sent. */
    public static long send(int descriptor, MemorySegment bytes) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = state(arena);
            long result = (long) SendCall.HANDLE.invokeExact(state, descriptor, bytes, bytes.byteSize(), 0);
            return check(result, "send", state);
        } catch (SystemCallException e) {
            throw e;
        } catch (Throwable e) {
            throw unlinked(e);
        }
    }

    /** recv(2) without flags: bytes received. */
    public static long recv(int descriptor, MemorySegment into) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = state(arena);
            long result = (long) RecvCall.HANDLE.invokeExact(state, descriptor, into, into.byteSize(), 0);
            return check(result, "recv", state);
        } catch (SystemCallException e) {
            throw e;
        } catch (Throwable e) {
            throw unlinked(e);
        }
    }

    /** ioctl(2) with a pointer argument. */
    public static void ioctl(int descriptor, long request, MemorySegment argument) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = state(arena);
            int result = (int) IoctlCall.HANDLE.invokeExact(state, descriptor, request, argument);
            check(result, "ioctl(0x" + Long.toHexString(request) + ")", state);
        } catch (SystemCallException e) {
            throw e;
        } catch (Throwable e) {
            throw unlinked(e);
        }
    }

    /** unshare(2): moves the calling thread alone into new namespaces. */
    public static void unshare(int flags) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = state(arena);
            int result = (int) UnshareCall.HANDLE.invokeExact(state, flags);
            check(result, "unshare(0x" + Integer.toHexString(flags) + ")", state);
        } catch (SystemCallException e) {
            throw e;
        } catch (Throwable e) {
            throw unlinked(e);
        }
    }

    /**
     * bpf(2).
     *
     * @param number number of the system call on this architecture
     * @param command what to do
     * @param attributes what the command takes, {@code union bpf_attr}
     * @return what the command gives, mostly a descriptor
     */
    static int bpf(long number, int command, MemorySegment attributes) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = state(arena);
            long result =
                    (long) BpfCall.HANDLE.invokeExact(state, number, command, attributes, (int) attributes.byteSize());
            return (int) check(result, "bpf(" + command + ")", state);
        } catch (SystemCallException e) {
            throw e;
        } catch (Throwable e) {
            throw unlinked(e);
        }
    }

    /** signal(2) with SIG_IGN. The JVM must not have taken the signal for itself ({@code -Xrs}). */
    public static void ignoreSignal(int number) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = state(arena);
            long before = (long) SignalCall.HANDLE.invokeExact(state, number, 1L);
            check(before, "signal(" + number + ")", state);
        } catch (SystemCallException e) {
            throw e;
        } catch (Throwable e) {
            throw unlinked(e);
        }
    }

    /** gettid(2): the kernel's number of the calling thread. */
    public static int gettid() throws SystemCallException {
        try {
            return (int) GettidCall.HANDLE.invokeExact();
        } catch (Throwable e) {
            throw unlinked(e);
        }
    }

    /** if_nametoindex(3): 0 where no such interface is in the calling thread's network namespace. */
    public static int interfaceIndex(String name) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            return (int) NameToIndexCall.HANDLE.invokeExact(arena.allocateFrom(name, StandardCharsets.UTF_8));
        } catch (Throwable e) {
            throw unlinked(e);
        }
    }

    /** geteuid(2). */
    public static int effectiveUser() throws SystemCallException {
        try {
            return (int) GeteuidCall.HANDLE.invokeExact();
        } catch (Throwable e) {
            throw unlinked(e);
        }
    }

    /** Columns of the terminal behind a descriptor (TIOCGWINSZ); 0 where it is no terminal or does not say. */
    public static int terminalColumns(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(8, 2); // struct winsize: rows, columns, and two of no use
            ioctl(descriptor, 0x5413, size);
            return size.get(JAVA_SHORT, 2) & 0xffff;
        } catch (SystemCallException e) {
            return 0;
        }
    }

    /** close(2); errors are of no use to anybody and are ignored. */
    public static void close(int descriptor) {
        try {
            int ignored = (int) CloseCall.HANDLE.invokeExact(descriptor);
            assert ignored <= 0;
        } catch (Throwable e) {
            throw new IllegalStateException("libc's close could not be called", e);
        }
    }

    private static MemorySegment state(Arena arena) {
        return arena.allocate(Linker.Option.captureStateLayout());
    }

    private static int check(int result, String call, MemorySegment state) throws SystemCallException {
        if (result < 0) {
            throw new SystemCallException(call, (int) ERRNO.get(state, 0L));
        }
        return result;
    }

    private static long check(long result, String call, MemorySegment state) throws SystemCallException {
        if (result < 0) {
            throw new SystemCallException(call, (int) ERRNO.get(state, 0L));
        }
        return result;
    }

    private static IllegalStateException unlinked(@Nullable Throwable cause) {
        return new IllegalStateException("a libc function could not be called", cause);
    }

    private static MethodHandle link(String name, FunctionDescriptor type, Linker.Option... options) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, options);
    }

    private static final class SocketCall {
        static final MethodHandle HANDLE =
                link("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), CAPTURE_ERRNO);
    }

    private static final class BindCall {
        static final MethodHandle HANDLE =
                link("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT), CAPTURE_ERRNO);
    }

    private static final class SetsockoptCall {
        static final MethodHandle HANDLE = link(
                "setsockopt",
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT),
                CAPTURE_ERRNO);
    }

    private static final class GetsockoptCall {
        static final MethodHandle HANDLE = link(
                "getsockopt",
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS),
                CAPTURE_ERRNO);
    }

    private static final class SendCall {
        static final MethodHandle HANDLE =
                link("send", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT), CAPTURE_ERRNO);
    }

    private static final class RecvCall {
        static final MethodHandle HANDLE =
                link("recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT), CAPTURE_ERRNO);
    }

    private static final class IoctlCall {
        static final MethodHandle HANDLE = link(
                "ioctl",
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
                CAPTURE_ERRNO,
                Linker.Option.firstVariadicArg(2));
    }

    private static final class UnshareCall {
        static final MethodHandle HANDLE = link("unshare", FunctionDescriptor.of(JAVA_INT, JAVA_INT), CAPTURE_ERRNO);
    }

    private static final class BpfCall {
        static final MethodHandle HANDLE = link(
                "syscall",
                FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT),
                CAPTURE_ERRNO,
                Linker.Option.firstVariadicArg(1));
    }

    private static final class SignalCall {
        static final MethodHandle HANDLE =
                link("signal", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG), CAPTURE_ERRNO);
    }

    private static final class GettidCall {
        static final MethodHandle HANDLE = link("gettid", FunctionDescriptor.of(JAVA_INT));
    }

    private static final class NameToIndexCall {
        static final MethodHandle HANDLE = link("if_nametoindex", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    }

    private static final class GeteuidCall {
        static final MethodHandle HANDLE = link("geteuid", FunctionDescriptor.of(JAVA_INT));
    }

    private static final class CloseCall {
        static final MethodHandle HANDLE = link("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    }
}
