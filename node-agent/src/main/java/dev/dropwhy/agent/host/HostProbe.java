package dev.dropwhy.agent.host;

import dev.dropwhy.agent.counters.HostCounters;
import dev.dropwhy.agent.linux.ProcFile;
import dev.dropwhy.api.HostFacts;
import dev.dropwhy.diagnosis.observation.ProtocolHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads host facts and protocol handlers from {@code /proc}, for the network namespace of the calling thread. */
public final class HostProbe {

    private final Path proc;

    /**
     * @param proc {@code /proc}, or a copy of it
     */
    public HostProbe(Path proc) {
        this.proc = proc;
    }

    /**
     * Kernel, architecture, processors, network namespace.
     *
     * @param namespaceName what that namespace is; null where it is not known
     */
    public HostFacts facts(@Nullable String namespaceName) {
        return new HostFacts(
                firstLine(proc.resolve("sys/kernel/osrelease"), System.getProperty("os.version", "unknown")),
                System.getProperty("os.arch"),
                onlineCpus(),
                networkNamespace(),
                namespaceName);
    }

    /** The protocol handlers of {@code /proc/net/ptype}. */
    public List<ProtocolHandler> handlers() {
        try {
            return ProtocolHandlers.parse(
                    ProcFile.read(HostCounters.network(proc).resolve("ptype")));
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Inode number of the calling thread's network namespace; absent where /proc does not say. */
    public @Nullable Long networkNamespace() {
        for (String process : List.of("thread-self", "self")) {
            long inode = NamespaceLink.inode(proc.resolve(process + "/ns/net"));
            if (inode != 0) {
                return inode;
            }
        }
        return null;
    }

    /** Counts processors that are online, not those that this process may use (a container's quota is not a fact of the host). */
    private int onlineCpus() {
        try {
            long cpus = ProcFile.read(proc.resolve("stat"))
                    .lines()
                    .filter(line -> line.matches("cpu[0-9]+ .*"))
                    .count();
            return cpus > 0 ? (int) cpus : Runtime.getRuntime().availableProcessors();
        } catch (IOException e) {
            return Runtime.getRuntime().availableProcessors();
        }
    }

    private static String firstLine(Path file, String otherwise) {
        try {
            return ProcFile.read(file).lines().findFirst().orElse(otherwise);
        } catch (IOException e) {
            return otherwise;
        }
    }
}
