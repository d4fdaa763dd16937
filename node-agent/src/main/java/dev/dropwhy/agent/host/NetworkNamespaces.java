package dev.dropwhy.agent.host;

import dev.dropwhy.agent.linux.ProcFile;
import dev.dropwhy.diagnosis.intake.Text;
import dev.dropwhy.diagnosis.observation.NetworkNamespace;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells what network namespaces are, by the names under which they are mounted and by a process that lives in each. It looks
 * at every process of this PID namespace that it may look at, so it is asked once, after a window, and for few namespaces.
 */
public final class NetworkNamespaces {

    /** Namespaces that are looked for; drops in more of them are told by number. */
    private static final int MAXIMUM_NAMESPACES = 32;

    /** Processes looked at: bounds the time, at some 20 µs each to a third of a second. */
    private static final int MAXIMUM_PROCESSES = 16_384;

    /** Processes of one namespace whose control group is read while none of them is of a container. */
    private static final int MAXIMUM_WITNESSES = 16;

    private static final int MAXIMUM_MOUNTS = 4096;

    /** PROC_PID_INIT_INO (include/linux/proc_ns.h): the initial PID namespace. */
    private static final long INITIAL_PIDS = 0xEFFFFFFCL;

    /** NET_NS_INIT_INO (include/uapi/linux/nsfs.h); before Linux 6.18 no namespace had it. */
    private static final long INITIAL_NETWORK = 0xEFFFFFF9L;

    /** A sysctl that is registered for the initial network namespace alone (net/core/sysctl_net_core.c, net_core_table). */
    private static final String OF_THE_HOST = "sys/net/core/netdev_budget";

    private final Path proc;
    private final List<Path> mounts;
    private final PodLogs pods;

    /** Those of this machine. */
    public NetworkNamespaces(Path proc) {
        this(proc, List.of(Path.of("/run/netns"), Path.of("/run/docker/netns")), new PodLogs(Path.of("/var/log/pods")));
    }

    NetworkNamespaces(Path proc, List<Path> mounts, PodLogs pods) {
        this.proc = proc;
        this.mounts = mounts;
        this.pods = pods;
    }

    /**
     * Tells what is known.
     *
     * @param inodes inode numbers of namespaces, the most important first
     * @return one for each of them that anything is known of, in the same order
     */
    public List<NetworkNamespace> tell(Collection<Long> inodes) {
        List<Long> wanted = inodes.stream()
                .filter(inode -> inode != 0)
                .distinct()
                .limit(MAXIMUM_NAMESPACES)
                .toList();
        if (wanted.isEmpty()) {
            return List.of();
        }
        Set<Long> hosts = wanted.stream().filter(this::isHost).collect(Collectors.toSet());
        Set<Long> others = new HashSet<>(wanted);
        others.removeAll(hosts);
        Map<Long, String> names = names(others);
        Map<Long, Inhabitant> inhabitants = inhabitants(others);
        Map<String, String> podNames = pods.names(inhabitants.values().stream()
                .map(inhabitant -> inhabitant.group().podUid())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet()));
        return wanted.stream()
                .map(inode -> hosts.contains(inode)
                        ? new NetworkNamespace(inode, true, null, null, null, null, null, null, null, null)
                        : of(inode, names.get(inode), inhabitants.get(inode), podNames))
                .filter(NetworkNamespace::told)
                .toList();
    }

    /**
     * Whether a namespace is the only one of this machine: no process lives in another, and none has a name.
     *
     * @param inode its number
     * @return false also where that is not known: in a container, which does not see all processes, and where one of them may not
     *     be asked
     */
    public boolean isOnly(long inode) {
        if (NamespaceLink.inode(proc.resolve("self/ns/pid")) != INITIAL_PIDS
                || mounts.stream().anyMatch(this::holdsAny)) {
            return false;
        }
        int budget = MAXIMUM_PROCESSES;
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                if (budget-- == 0
                        || (NamespaceLink.inode(process.resolve("ns/net")) != inode
                                && Files.exists(process.resolve("stat")))) {
                    return false;
                }
            }
            return true;
        } catch (IOException | DirectoryIteratorException e) {
            return false;
        }
    }

    private boolean holdsAny(Path directory) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (mounted(file) != 0) {
                    return true;
                }
            }
            return false;
        } catch (IOException | DirectoryIteratorException e) {
            return false; // nobody made one, or it may not be read: then its processes may not be asked either
        }
    }

    private static NetworkNamespace of(
            long inode, @Nullable String name, @Nullable Inhabitant inhabitant, Map<String, String> podNames) {
        if (inhabitant == null) {
            return new NetworkNamespace(inode, false, name, null, null, null, null, null, null, null);
        }
        ControlGroup group = inhabitant.group();
        boolean only = inhabitant.rank() == Rank.Process;
        return new NetworkNamespace(
                inode,
                false,
                name,
                group.runtime(),
                group.container(),
                group.podUid(),
                group.podUid() == null ? null : podNames.get(group.podUid()),
                group.unit(),
                only ? inhabitant.pid() : null,
                only ? inhabitant.name() : null);
    }

    /** Kernel threads live in the initial namespace; the first of them, in the initial PID namespace, is process 2. */
    private boolean isHost(long inode) {
        if (inode == INITIAL_NETWORK) {
            return true;
        }
        if (NamespaceLink.inode(proc.resolve("self/ns/pid")) == INITIAL_PIDS
                && NamespaceLink.inode(proc.resolve("2/ns/net")) == inode) {
            return true;
        }
        return NamespaceLink.inode(proc.resolve("thread-self/ns/net")) == inode
                && Files.exists(proc.resolve(OF_THE_HOST));
    }

    /** Names of mounts by inode number, the first in the order of names where several lead to one namespace. */
    private Map<Long, String> names(Set<Long> wanted) {
        Map<Long, String> names = new HashMap<>();
        if (wanted.isEmpty()) {
            return names;
        }
        for (Path directory : mounts) {
            Map<Long, String> here = new HashMap<>();
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
                int budget = MAXIMUM_MOUNTS;
                for (Path file : files) {
                    if (budget-- == 0) {
                        break;
                    }
                    long inode = mounted(file);
                    if (wanted.contains(inode)) {
                        here.merge(
                                inode,
                                Text.clean(String.valueOf(file.getFileName()), 255),
                                (one, other) -> one.compareTo(other) <= 0 ? one : other);
                    }
                }
            } catch (IOException | DirectoryIteratorException e) {
                continue; // nobody made one, or it may not be read
            }
            here.forEach(names::putIfAbsent);
        }
        return names;
    }

    /** The namespace that is mounted on a file; 0 where none is: an ordinary file may have any inode number. */
    private long mounted(Path file) {
        try {
            Map<String, Object> namespaces = Files.readAttributes(proc.resolve("self/ns/net"), "unix:dev");
            Map<String, Object> here = Files.readAttributes(file, "unix:dev,ino");
            return Objects.equals(namespaces.get("dev"), here.get("dev")) && here.get("ino") instanceof Long inode
                    ? inode
                    : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    /** How much a process tells of the namespace that it lives in. */
    private enum Rank {
        Process,
        Service,
        Container
    }

    /** A process that lives in a namespace. */
    private record Inhabitant(int pid, String name, ControlGroup group) {

        Rank rank() {
            if (group.container() != null || group.podUid() != null) {
                return Rank.Container;
            }
            return group.unit() != null ? Rank.Service : Rank.Process;
        }
    }

    /** The best of the processes in each namespace; of equal ones the oldest, since /proc lists them by number. */
    private Map<Long, Inhabitant> inhabitants(Set<Long> wanted) {
        Map<Long, Inhabitant> best = new HashMap<>();
        Map<Long, Integer> witnesses = new HashMap<>();
        Set<Long> open = new HashSet<>(wanted);
        if (open.isEmpty()) {
            return best;
        }
        int budget = MAXIMUM_PROCESSES;
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                if (open.isEmpty() || budget-- == 0) {
                    break;
                }
                long inode = NamespaceLink.inode(process.resolve("ns/net"));
                if (open.contains(inode)) {
                    Inhabitant found = inhabitant(process);
                    if (found != null) {
                        best.merge(inode, found, (old, young) -> young.rank().compareTo(old.rank()) > 0 ? young : old);
                    }
                    boolean known = found != null && found.rank() == Rank.Container;
                    if (known || witnesses.merge(inode, 1, Integer::sum) == MAXIMUM_WITNESSES) {
                        open.remove(inode);
                    }
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return best;
        }
        return best;
    }

    /** The process; none where it ended meanwhile, or is this one, which tells nothing that the reader does not know. */
    private static @Nullable Inhabitant inhabitant(Path process) {
        try {
            int pid = Integer.parseInt(String.valueOf(process.getFileName()));
            Inhabitant found = new Inhabitant(
                    pid,
                    Text.clean(ProcFile.read(process.resolve("comm")), 64),
                    ControlGroup.parse(ProcFile.read(process.resolve("cgroup"))));
            return found.rank() == Rank.Process
                            && pid == ProcessHandle.current().pid()
                    ? null
                    : found;
        } catch (IOException | NumberFormatException e) {
            return null;
        }
    }
}
