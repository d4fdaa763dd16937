package dev.dropwhy.agent.dropevents.bpf;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.dropwhy.agent.dropevents.EngineUnavailableException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The functions of libbpf 1.x and of the C library that loading and reading the program takes. Calls that fail throw {@link
 * NativeCallException} with the errno.
 */
final class Libbpf {

    private static final String SONAME = "libbpf.so.1";

    private final Linker linker = Linker.nativeLinker();
    private final StructLayout errnoLayout = Linker.Option.captureStateLayout();
    private final VarHandle errno = errnoLayout.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private final SymbolLookup library;
    private final MemorySegment state;

    private final MethodHandle setPrint;
    private final MethodHandle openMemory;
    private final MethodHandle load;
    private final MethodHandle closeObject;
    private final MethodHandle findMap;
    private final MethodHandle mapDescriptor;
    private final MethodHandle initialValue;
    private final MethodHandle findProgram;
    private final MethodHandle programDescriptor;
    private final MethodHandle setAutoload;
    private final MethodHandle attach;
    private final MethodHandle destroyLink;
    private final MethodHandle nextKey;
    private final MethodHandle lookUp;
    private final MethodHandle possibleCpus;
    private final MethodHandle mmap;
    private final MethodHandle munmap;
    private final MethodHandle clockResolution;
    private final MethodHandle pageSize;
    private final MethodHandle memoryBarrier;
    private final @Nullable MethodHandle trimHeap;

    /**
     * Opens the library.
     *
     * @param arena keeps the library open; calls come from one thread at a time
     */
    Libbpf(Arena arena) throws EngineUnavailableException {
        try {
            library = SymbolLookup.libraryLookup(SONAME, arena);
        } catch (IllegalArgumentException e) {
            throw new EngineUnavailableException(
                    SONAME + " was not found; install it (Debian and Ubuntu: libbpf1, Fedora and RHEL: libbpf).", e);
        }
        state = arena.allocate(errnoLayout);
        try {
            setPrint = bind("libbpf_set_print", ADDRESS, ADDRESS);
            openMemory = bind("bpf_object__open_mem", ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
            load = bind("bpf_object__load", JAVA_INT, ADDRESS);
            closeObject = bindVoid("bpf_object__close", ADDRESS);
            findMap = bind("bpf_object__find_map_by_name", ADDRESS, ADDRESS, ADDRESS);
            mapDescriptor = bind("bpf_map__fd", JAVA_INT, ADDRESS);
            initialValue = bind("bpf_map__initial_value", ADDRESS, ADDRESS, ADDRESS);
            findProgram = bind("bpf_object__find_program_by_name", ADDRESS, ADDRESS, ADDRESS);
            programDescriptor = bind("bpf_program__fd", JAVA_INT, ADDRESS);
            setAutoload = bind("bpf_program__set_autoload", JAVA_INT, ADDRESS, JAVA_BOOLEAN);
            attach = bind("bpf_program__attach", ADDRESS, ADDRESS);
            destroyLink = bind("bpf_link__destroy", JAVA_INT, ADDRESS);
            nextKey = bind("bpf_map_get_next_key", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
            lookUp = bind("bpf_map_lookup_elem", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
            possibleCpus = bind("libbpf_num_possible_cpus", JAVA_INT);
            mmap = bindC("mmap", ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
            munmap = bindC("munmap", JAVA_INT, ADDRESS, JAVA_LONG);
            pageSize = bindC("getpagesize", JAVA_INT);
            clockResolution = bindC("clock_getres", JAVA_INT, JAVA_INT, ADDRESS);
            // of the GNU C library only
            trimHeap = linker.defaultLookup().find("malloc_trim").isPresent()
                    ? bindC("malloc_trim", JAVA_INT, JAVA_LONG)
                    : null;
            memoryBarrier = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("syscall"),
                    FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT),
                    Linker.Option.captureCallState("errno"),
                    Linker.Option.firstVariadicArg(1));
        } catch (NoSuchElementException e) {
            throw new EngineUnavailableException(
                    SONAME + " was found but is too old: " + e.getMessage() + "; libbpf 1.0 or newer is needed.", e);
        }
        silence();
    }

    private MethodHandle bind(String name, MemoryLayout result, MemoryLayout... arguments) {
        return linker.downcallHandle(
                library.findOrThrow(name),
                FunctionDescriptor.of(result, arguments),
                Linker.Option.captureCallState("errno"));
    }

    private MethodHandle bindVoid(String name, MemoryLayout... arguments) {
        return linker.downcallHandle(library.findOrThrow(name), FunctionDescriptor.ofVoid(arguments));
    }

    private MethodHandle bindC(String name, MemoryLayout result, MemoryLayout... arguments) {
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(result, arguments),
                Linker.Option.captureCallState("errno"));
    }

    /** libbpf would write its warnings to standard error; what matters comes as errno and verifier log. */
    private void silence() {
        try {
            var _ = (MemorySegment) setPrint.invokeExact(state, MemorySegment.NULL);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Opens an object file in memory; see {@code struct bpf_object_open_opts} for the options. */
    MemorySegment openObject(MemorySegment elf, MemorySegment options) {
        try {
            return present(
                    (MemorySegment) openMemory.invokeExact(state, elf, elf.byteSize(), options),
                    "bpf_object__open_mem");
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    void load(MemorySegment object) {
        try {
            succeeded((int) load.invokeExact(state, object), "bpf_object__load");
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    void closeObject(MemorySegment object) {
        try {
            closeObject.invokeExact(object);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    MemorySegment map(MemorySegment object, MemorySegment name) {
        try {
            return present((MemorySegment) findMap.invokeExact(state, object, name), "bpf_object__find_map_by_name");
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int mapDescriptor(MemorySegment map) {
        try {
            return succeeded((int) mapDescriptor.invokeExact(state, map), "bpf_map__fd");
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** The bytes that a data section will have when the program starts; to be changed before loading. */
    MemorySegment initialValue(MemorySegment map, MemorySegment size) {
        try {
            MemorySegment value =
                    present((MemorySegment) initialValue.invokeExact(state, map, size), "bpf_map__initial_value");
            return value.reinterpret(size.get(JAVA_LONG, 0));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    MemorySegment program(MemorySegment object, MemorySegment name) {
        try {
            return present(
                    (MemorySegment) findProgram.invokeExact(state, object, name), "bpf_object__find_program_by_name");
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int programDescriptor(MemorySegment program) {
        try {
            return succeeded((int) programDescriptor.invokeExact(state, program), "bpf_program__fd");
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Leaves a program of the object out when the object is loaded. */
    void leaveOut(MemorySegment program) {
        try {
            succeeded((int) setAutoload.invokeExact(state, program, false), "bpf_program__set_autoload");
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    MemorySegment attach(MemorySegment program) {
        try {
            return present((MemorySegment) attach.invokeExact(state, program), "bpf_program__attach");
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    void destroyLink(MemorySegment link) {
        try {
            succeeded((int) destroyLink.invokeExact(state, link), "bpf_link__destroy");
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Moves to the next key; false after the last. */
    boolean nextKey(int descriptor, MemorySegment key, MemorySegment next) {
        try {
            int result = (int) nextKey.invokeExact(state, descriptor, key, next);
            if (result < 0 && lastErrno() == Errno.ENOENT) {
                return false;
            }
            succeeded(result, "bpf_map_get_next_key");
            return true;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Reads a value; false where the key is gone. */
    boolean lookUp(int descriptor, MemorySegment key, MemorySegment value) {
        try {
            int result = (int) lookUp.invokeExact(state, descriptor, key, value);
            if (result < 0 && lastErrno() == Errno.ENOENT) {
                return false;
            }
            succeeded(result, "bpf_map_lookup_elem");
            return true;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int possibleCpus() {
        try {
            return succeeded((int) possibleCpus.invokeExact(state), "libbpf_num_possible_cpus");
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Maps part of a ring buffer. */
    MemorySegment map(int descriptor, long offset, long length, boolean writable) {
        int protection = writable ? 3 : 1; // PROT_READ | PROT_WRITE, PROT_READ
        try {
            MemorySegment memory = (MemorySegment)
                    mmap.invokeExact(state, MemorySegment.NULL, length, protection, 1, descriptor, offset);
            if (memory.address() == -1L) {
                throw new NativeCallException("mmap of the ring buffer", lastErrno());
            }
            return memory.reinterpret(length);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    void unmap(MemorySegment memory) {
        try {
            succeeded((int) munmap.invokeExact(state, memory, memory.byteSize()), "munmap");
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Bytes of a page of memory. */
    int pageSize() {
        try {
            return (int) pageSize.invokeExact(state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Length of a jiffy in nanoseconds: the resolution of the coarse clocks is one tick. */
    long jiffyNanos(Arena arena) {
        MemorySegment time = arena.allocate(JAVA_LONG, 2);
        int monotonicCoarse = 6;
        try {
            succeeded((int) clockResolution.invokeExact(state, monotonicCoarse, time), "clock_getres");
            return time.getAtIndex(JAVA_LONG, 0) * 1_000_000_000L + time.getAtIndex(JAVA_LONG, 1);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * Waits until every program that ran at the time of the call has ended (MEMBARRIER_CMD_GLOBAL is synchronize_rcu).
     *
     * @return false where the kernel cannot do that (nohz_full)
     */
    boolean awaitRunningPrograms() {
        long number = System.getProperty("os.arch").equals("amd64") ? 324 : 283;
        int global = 1;
        try {
            return (long) memoryBarrier.invokeExact(state, number, global, 0, 0) == 0;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Gives back what loading took: libbpf parses 5 MB of the kernel's types, and the C library keeps the space. */
    void trimHeap() {
        if (trimHeap == null) {
            return;
        }
        try {
            var _ = (int) trimHeap.invokeExact(state, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private int lastErrno() {
        return (int) errno.get(state, 0L);
    }

    private MemorySegment present(MemorySegment pointer, String call) {
        if (pointer.address() == 0) {
            throw new NativeCallException(call, lastErrno());
        }
        return pointer;
    }

    private int succeeded(int result, String call) {
        if (result < 0) {
            throw new NativeCallException(call, lastErrno());
        }
        return result;
    }

    private static RuntimeException unexpected(Throwable e) {
        if (e instanceof RuntimeException known) {
            return known;
        }
        if (e instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("a native call threw", e);
    }
}
