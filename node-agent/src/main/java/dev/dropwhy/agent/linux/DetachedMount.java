package dev.dropwhy.agent.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;

/**
 * A file system that is mounted nowhere: it is reached through a descriptor of this process alone, no list of mounts shows it,
 * and the kernel takes it away with the descriptor, however the process ends (fsopen(2), fsmount(2); Linux 5.2).
 */
public final class DetachedMount implements AutoCloseable {

    // Calls newer than 5.1 have the same number on every architecture but alpha.
    private static final long FSOPEN = 430;
    private static final long FSCONFIG = 431;
    private static final long FSMOUNT = 432;

    private static final int CLOSE_ON_EXEC = 1; // FSOPEN_CLOEXEC, FSMOUNT_CLOEXEC
    private static final int CREATE = 6; // FSCONFIG_CMD_CREATE
    private static final int NO_SUID_NO_DEVICES_NO_PROGRAMS = 0x2 | 0x4 | 0x8;

    private final int descriptor;

    private DetachedMount(int descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Mounts.
     *
     * @param type name of the file system, as in {@code /proc/filesystems}
     * @throws SystemCallException where the kernel is older, does not have it, or this process lacks CAP_SYS_ADMIN
     */
    public static DetachedMount of(String type) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment none = MemorySegment.NULL;
            int context = call("fsopen(" + type + ")", FSOPEN, arena.allocateFrom(type), CLOSE_ON_EXEC);
            try {
                call("fsconfig(" + type + ")", FSCONFIG, context, CREATE, none, none, 0);
                return new DetachedMount(
                        call("fsmount(" + type + ")", FSMOUNT, context, CLOSE_ON_EXEC, NO_SUID_NO_DEVICES_NO_PROGRAMS));
            } finally {
                Libc.close(context);
            }
        }
    }

    /** The root of the file system, for every thread of this process until it is closed. */
    public Path root() {
        return Path.of("/proc/self/fd/" + descriptor);
    }

    @Override
    public void close() {
        Libc.close(descriptor);
    }

    private static int call(String name, long number, MemorySegment type, int flags) throws SystemCallException {
        return checked(name, state -> (long) Calls.OPEN.invokeExact(state, number, type, flags));
    }

    private static void call(
            String name, long number, int context, int command, MemorySegment key, MemorySegment value, int more)
            throws SystemCallException {
        checked(name, state -> (long) Calls.CONFIGURE.invokeExact(state, number, context, command, key, value, more));
    }

    private static int call(String name, long number, int context, int flags, int attributes)
            throws SystemCallException {
        return checked(name, state -> (long) Calls.MOUNT.invokeExact(state, number, context, flags, attributes));
    }

    @FunctionalInterface
    private interface Call {
        long with(MemorySegment state) throws Throwable;
    }

    private static int checked(String name, Call call) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
            long result = call.with(state);
            if (result < 0) {
                throw new SystemCallException(name, (int) Calls.ERRNO.get(state, 0L));
            }
            return (int) result;
        } catch (SystemCallException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("libc's syscall could not be called", e);
        }
    }

    /** Linked when first used, since most runs need none of them. */
    private static final class Calls {

        static final VarHandle ERRNO = Linker.Option.captureStateLayout().varHandle(PathElement.groupElement("errno"));
        static final MethodHandle OPEN = link(FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_INT));
        static final MethodHandle CONFIGURE =
                link(FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
        static final MethodHandle MOUNT =
                link(FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT));

        private static MethodHandle link(FunctionDescriptor type) {
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("syscall"),
                    type,
                    Linker.Option.captureCallState("errno"),
                    Linker.Option.firstVariadicArg(1));
        }
    }
}
