package dev.dropwhy.agent.host;

import dev.dropwhy.agent.linux.ProcFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds which processes hold sockets, by the inode numbers in {@code /proc/PID/fd}. A socket may belong to nobody whom
 * this process may look at: an owner in another PID namespace, or of another user.
 */
final class SocketOwners {

    /** A process that holds a socket. */
    record Owner(int pid, String name) {}

    /** Descriptors looked at in one search: bounds the time on hosts with very many open files. */
    private static final int MAXIMUM_DESCRIPTORS = 100_000;

    private final Path proc;

    SocketOwners(Path proc) {
        this.proc = proc;
    }

    /**
     * Searches all processes once.
     *
     * @param inodes inode numbers of sockets
     * @return owners by inode number, of those that were found
     */
    Map<Long, Owner> find(List<Long> inodes) {
        Set<Long> wanted = new HashSet<>(inodes);
        Map<Long, Owner> found = new HashMap<>();
        int budget = MAXIMUM_DESCRIPTORS;
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                budget -= search(process, wanted, found, budget);
                if (wanted.isEmpty() || budget <= 0) {
                    break;
                }
            }
        } catch (IOException e) {
            return found;
        }
        return found;
    }

    private static int search(Path process, Set<Long> wanted, Map<Long, Owner> found, int budget) {
        int looked = 0;
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (++looked > budget) {
                    break;
                }
                long inode = socketInode(descriptor);
                if (wanted.remove(inode)) {
                    found.put(inode, new Owner(Integer.parseInt(String.valueOf(process.getFileName())), name(process)));
                }
            }
        } catch (IOException | RuntimeException e) {
            return looked; // it ended meanwhile, or may not be looked at
        }
        return looked;
    }

    private static long socketInode(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("socket:[")
                    ? Long.parseLong(target.substring("socket:[".length(), target.length() - 1))
                    : -1;
        } catch (IOException | NumberFormatException e) {
            return -1;
        }
    }

    private static String name(Path process) {
        try {
            return ProcFile.read(process.resolve("comm")).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
