package dev.dropwhy.lab.network;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Namespaces and whatever else one experiment needs, closed together in reverse order.
 *
 * <p>Namespaces are called {@code dwlab-PID-N-ROLE}: a later run finds the ones whose process is gone.
 */
public final class Network implements AutoCloseable {

    private static final String PREFIX = "dwlab-";
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final Deque<AutoCloseable> owned = new ArrayDeque<>();

    /** Creates a namespace with a role in its name. */
    public Namespace namespace(String role) throws IOException, InterruptedException {
        return owned(Namespace.create(name(role)));
    }

    /** The namespace of this process, under a name with a role in it; it stays when the name goes. */
    public Namespace ownNamespace(String role) throws IOException, InterruptedException {
        return owned(Namespace.ofThisProcess(name(role)));
    }

    private static String name(String role) {
        return PREFIX + ProcessHandle.current().pid() + "-" + NEXT.incrementAndGet() + "-" + role;
    }

    private Namespace owned(Namespace namespace) {
        own(namespace::delete);
        return namespace;
    }

    /** Closes something together with this network, before whatever was owned earlier. */
    public synchronized <T extends AutoCloseable> T own(T resource) {
        owned.push(resource);
        return resource;
    }

    /**
     * Connects two namespaces by a veth pair, both ends up.
     *
     * @param near interface name in the first
     * @param far interface name in the second
     */
    public void connect(Namespace first, String near, Namespace second, String far)
            throws IOException, InterruptedException {
        first.ip("link add %s type veth peer name %s netns %s".formatted(near, far, second.name()));
        first.ip("link set " + near + " up");
        second.ip("link set " + far + " up");
    }

    @Override
    public synchronized void close() throws IOException {
        IOException failure = null;
        while (!owned.isEmpty()) {
            try {
                owned.pop().close();
            } catch (Exception e) {
                if (failure == null) {
                    failure = new IOException("cannot remove a part of a lab network: " + e.getMessage(), e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /**
     * Removes the namespaces that killed runs left behind.
     *
     * @return their names
     */
    public static List<String> removeStale() throws IOException, InterruptedException {
        List<String> stale = Command.run(List.of("ip", "netns", "list"))
                .lines()
                .map(line -> line.split(" ", -1)[0])
                .filter(Network::isStale)
                .toList();
        for (String name : stale) {
            Command.run(List.of("ip", "netns", "del", name));
        }
        return stale;
    }

    private static boolean isStale(String name) {
        if (!name.matches(PREFIX + "\\d+-\\d+-[a-z0-9]+")) {
            return false;
        }
        long pid = Long.parseLong(name.split("-", -1)[1]);
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
    }
}
