package dev.dropwhy.agent.host;

import dev.dropwhy.agent.counters.HostCounters;
import dev.dropwhy.agent.linux.ProcFile;
import dev.dropwhy.diagnosis.observation.PacketSocket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Remembers every packet socket that was open at one of its looks, because a tap hides the drops of unknown protocols for
 * as long as it is open. Not safe for several threads.
 */
public final class PacketSocketWatch {

    /** More than this is noise, and what is kept must stay bounded. */
    private static final int MAXIMUM = 1024;

    private final Path proc;
    private final SocketOwners owners;
    private final Map<Long, PacketSocket> seen = new LinkedHashMap<>();

    /**
     * @param proc {@code /proc}, or a copy of it
     */
    public PacketSocketWatch(Path proc) {
        this.proc = proc;
        this.owners = new SocketOwners(proc);
    }

    /**
     * Looks once.
     *
     * @param interfaceName name of an interface index, null where unknown
     */
    public void look(IntFunction<@Nullable String> interfaceName) {
        List<PacketSocketEntry> fresh = entries().stream()
                .filter(entry -> !seen.containsKey(entry.inode()))
                .limit(Math.max(0, MAXIMUM - seen.size()))
                .toList();
        if (fresh.isEmpty()) {
            return;
        }
        Map<Long, SocketOwners.Owner> found =
                owners.find(fresh.stream().map(PacketSocketEntry::inode).toList());
        for (PacketSocketEntry entry : fresh) {
            SocketOwners.@Nullable Owner owner = found.get(entry.inode());
            String device = entry.interfaceIndex() == 0
                    ? null
                    : java.util.Objects.requireNonNullElse(
                            interfaceName.apply(entry.interfaceIndex()), "index " + entry.interfaceIndex());
            seen.put(
                    entry.inode(),
                    new PacketSocket(
                            entry.protocol(),
                            device,
                            owner == null ? null : owner.pid(),
                            owner == null ? null : owner.name(),
                            owner != null
                                    && owner.pid() == ProcessHandle.current().pid()));
        }
    }

    /** Every socket seen so far. */
    public List<PacketSocket> seen() {
        return List.copyOf(seen.values());
    }

    private List<PacketSocketEntry> entries() {
        try {
            return PacketSocketEntry.parse(
                    ProcFile.read(HostCounters.network(proc).resolve("packet")));
        } catch (IOException e) {
            return List.of(); // no packet sockets in this kernel
        }
    }
}
