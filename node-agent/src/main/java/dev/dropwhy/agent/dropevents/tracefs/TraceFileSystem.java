package dev.dropwhy.agent.dropevents.tracefs;

import dev.dropwhy.agent.dropevents.EngineUnavailableException;
import dev.dropwhy.agent.linux.DetachedMount;
import dev.dropwhy.agent.linux.SystemCallException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where tracefs is reached: where the machine has mounted it, or else through a mount that this process alone has. The latter
 * serves machines that mount none, and commands below {@code ip netns exec}, which puts a fresh /sys without it before them.
 */
final class TraceFileSystem implements AutoCloseable {

    private static final List<Path> MOUNTS =
            List.of(Path.of("/sys/kernel/tracing"), Path.of("/sys/kernel/debug/tracing"));

    private final Path root;
    private final @Nullable DetachedMount own;

    private TraceFileSystem(Path root, @Nullable DetachedMount own) {
        this.root = root;
        this.own = own;
    }

    /** Finds it. */
    static TraceFileSystem open() throws EngineUnavailableException {
        for (Path mount : MOUNTS) {
            if (Files.isDirectory(mount.resolve("instances"))) {
                return at(mount);
            }
        }
        return ofItsOwn();
    }

    /** The one that is mounted somewhere. */
    static TraceFileSystem at(Path mount) {
        return new TraceFileSystem(mount, null);
    }

    /** One that nobody else sees. */
    static TraceFileSystem ofItsOwn() throws EngineUnavailableException {
        try {
            DetachedMount own = DetachedMount.of("tracefs");
            return new TraceFileSystem(own.root(), own);
        } catch (SystemCallException e) {
            throw new EngineUnavailableException(
                    "There is no tracefs at %s, or this process may not enter it, and none could be mounted for this process alone (%s); it needs root and a mounted tracefs (mount -t tracefs tracefs /sys/kernel/tracing)."
                            .formatted(MOUNTS.getFirst(), e.getMessage()),
                    e);
        }
    }

    Path root() {
        return root;
    }

    @Override
    public void close() {
        if (own != null) {
            own.close();
        }
    }
}
