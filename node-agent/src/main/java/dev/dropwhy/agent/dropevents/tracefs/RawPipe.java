package dev.dropwhy.agent.dropevents.tracefs;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@code trace_pipe_raw} files of all CPUs, read without waiting: one thread empties them all on a timer, and nobody is woken
 * by a drop. Java's channels cannot open a file that does not block.
 */
final class RawPipe implements AutoCloseable {

    /** The largest page of any kernel; one read returns one page of the running one. */
    private static final int PAGE = 1 << 16;

    private static final int FLAGS = 0x800 | 0x80000; // O_RDONLY | O_NONBLOCK | O_CLOEXEC

    private final Arena arena;
    private final MethodHandle open;
    private final MethodHandle read;
    private final MethodHandle close;
    private final MemorySegment page;
    private final List<Integer> descriptors = new ArrayList<>();

    @SuppressWarnings("MustBeClosedChecker") // closed with this object
    RawPipe(List<Path> files) throws IOException {
        arena = Arena.ofShared();
        page = arena.allocate(PAGE, 8);
        Linker linker = Linker.nativeLinker();
        open = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("open"),
                FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
                Linker.Option.firstVariadicArg(2));
        read = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("read"),
                FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
        close = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("close"), FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        try {
            for (Path file : files) {
                descriptors.add(open(file));
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private int open(Path file) throws IOException {
        int descriptor;
        try {
            descriptor = (int) open.invokeExact(arena.allocateFrom(file.toString()), FLAGS);
        } catch (Throwable e) {
            throw new IllegalStateException("open could not be called", e);
        }
        if (descriptor < 0) {
            throw new IOException("cannot open " + file);
        }
        return descriptor;
    }

    /**
     * Shows every event that is there.
     *
     * @return how many pages were read
     */
    int drain(TracePage.Visitor visitor) {
        int pages = 0;
        for (int descriptor : descriptors) {
            // A CPU that drops faster than this thread reads must not keep it from the others.
            for (int budget = 4096; budget > 0; budget--) {
                long bytes = read(descriptor);
                if (bytes <= 0) {
                    break;
                }
                pages++;
                TracePage.walk(page.asSlice(0, bytes), visitor);
            }
        }
        return pages;
    }

    private long read(int descriptor) {
        try {
            return (long) read.invokeExact(descriptor, page, (long) PAGE);
        } catch (Throwable e) {
            throw new IllegalStateException("read could not be called", e);
        }
    }

    @Override
    public void close() {
        for (int descriptor : descriptors) {
            try {
                var _ = (int) close.invokeExact(descriptor);
            } catch (Throwable e) {
                throw new IllegalStateException("close could not be called", e);
            }
        }
        descriptors.clear();
        arena.close();
    }
}
