package dev.dropwhy.agent.dropevents.tracefs;

import dev.dropwhy.agent.dropevents.EngineUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A tracing instance of dropwhy's own ({@code instances/dropwhy-…}): nobody else's buffer, filter or clock is touched.
 *
 * <p>The kernel keeps instances when their maker dies. So each start removes those that others left; one that is still read
 * cannot be removed, because the kernel refuses while its pipes are open.
 */
final class TraceInstance implements AutoCloseable {

    private static final String PREFIX = "dropwhy-";
    private static final int MOST_BUFFER_KB = 4096;
    private static final int ALL_BUFFERS_KB = 64 * 1024;
    private static final int REMOVAL_ATTEMPTS = 50;

    private final Path directory;

    private TraceInstance(Path directory) {
        this.directory = directory;
    }

    /**
     * Makes an instance with a clock that is {@link System#nanoTime}'s.
     *
     * @param tracing where tracefs is mounted
     */
    static TraceInstance create(Path tracing) throws EngineUnavailableException {
        Path instances = tracing.resolve("instances");
        if (!Files.isDirectory(instances)) {
            throw new EngineUnavailableException(
                    "There is no tracefs at %s, or this process may not enter it; it needs root and a mounted tracefs (mount -t tracefs tracefs /sys/kernel/tracing)."
                            .formatted(tracing));
        }
        removeStale(instances);
        Path directory =
                instances.resolve(PREFIX + ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime()));
        TraceInstance instance = new TraceInstance(directory);
        try {
            Files.createDirectory(directory);
            instance.write("trace_clock", "mono");
            int cpus = instance.pipes().size();
            instance.write("buffer_size_kb", Integer.toString(Math.clamp(ALL_BUFFERS_KB / cpus, 256, MOST_BUFFER_KB)));
            return instance;
        } catch (IOException e) {
            instance.close();
            throw new EngineUnavailableException(
                    "The tracing instance %s could not be made: %s; it needs root and a writable tracefs."
                            .formatted(directory, e.getMessage()),
                    e);
        }
    }

    /** Removes the instances of processes that died. */
    static void removeStale(Path instances) {
        try (Stream<Path> found = Files.list(instances)) {
            found.filter(instance -> instance.getFileName().toString().startsWith(PREFIX))
                    .forEach(TraceInstance::removed);
        } catch (IOException e) {
            // What cannot be listed cannot be removed; making an own one will say why.
            return;
        }
    }

    /** The raw pipes, one of each CPU. */
    List<Path> pipes() throws IOException {
        try (Stream<Path> cpus = Files.list(directory.resolve("per_cpu"))) {
            return cpus.map(cpu -> cpu.resolve("trace_pipe_raw")).sorted().toList();
        }
    }

    String format() throws IOException {
        return Files.readString(event().resolve("format"));
    }

    void enable(boolean on) throws IOException {
        Files.writeString(event().resolve("enable"), on ? "1" : "0");
    }

    /** Events that found no room because the buffers were not emptied fast enough. */
    long lost() throws IOException {
        long lost = 0;
        for (Path pipe : pipes()) {
            for (String line : Files.readAllLines(pipe.resolveSibling("stats"))) {
                if (line.startsWith("overrun:")
                        || line.startsWith("commit overrun:")
                        || line.startsWith("dropped events:")) {
                    lost += Long.parseLong(line.substring(line.indexOf(':') + 1).strip());
                }
            }
        }
        return lost;
    }

    private Path event() {
        return directory.resolve("events/skb/kfree_skb");
    }

    private void write(String file, String value) throws IOException {
        Files.writeString(directory.resolve(file), value);
    }

    /** Removes the instance; its pipes must be closed, and the kernel needs a moment after that. */
    @Override
    public void close() {
        for (int i = 0; i < REMOVAL_ATTEMPTS && !removed(directory); i++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private static boolean removed(Path instance) {
        try {
            return Files.deleteIfExists(instance) || !Files.exists(instance);
        } catch (IOException e) {
            // in use
            return false;
        }
    }
}
