package dev.dropwhy.bench.overhead;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Processor time of another process, exact to the nanosecond: /proc counts in hundredths of a second. */
final class ProcessClock {

    /** {@code CPUCLOCK_SCHED} of linux/posix-timers.h: a process's clock has the number {@code ~pid << 3 | 2}. */
    private static final int WHOLE_PROCESS = 2;

    private final MethodHandle clockGettime;
    private final int clock;

    ProcessClock(long pid) {
        Linker linker = Linker.nativeLinker();
        clockGettime = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("clock_gettime"),
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
        clock = (int) (~pid << 3 | WHOLE_PROCESS);
    }

    /** User and system time of all its threads so far. */
    long nanos() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocate(16, 8);
            int status = (int) clockGettime.invokeExact(clock, time);
            if (status != 0) {
                throw new IOException("the watcher's process is gone");
            }
            return time.get(JAVA_LONG, 0) * 1_000_000_000 + time.get(JAVA_LONG, 8);
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("cannot call clock_gettime", e);
        }
    }
}
