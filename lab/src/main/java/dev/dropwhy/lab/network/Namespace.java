package dev.dropwhy.lab.network;

import dev.dropwhy.lab.kernel.KernelException;
import dev.dropwhy.lab.kernel.SystemCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * A network namespace of the lab's own.
 *
 * <p>It starts with loopback up and IPv6 off, so that nothing speaks in it but what a scenario says: no duplicate address
 * detection, no router solicitation, no multicast listener report disturbs a count. It is a host that forwards nothing and
 * does not check the way back, whatever the machine is: a new namespace inherits the machine's IPv4 settings
 * (net.core.devconf_inherit_init_net).
 */
public final class Namespace {

    private static final Path IPV6 = Path.of("/proc/sys/net/ipv6");
    private static final int O_RDONLY = 0;
    private static final int O_CLOEXEC = 0x80000;
    private static final int CLONE_NEWNET = 0x40000000;

    private final String name;

    private Namespace(String name) {
        this.name = name;
    }

    static Namespace create(String name) throws IOException, InterruptedException {
        synchronized (Namespace.class) { // two first calls of "ip netns add" on a machine fight over /run/netns
            Command.run(List.of("ip", "netns", "add", name));
        }
        Namespace namespace = new Namespace(name);
        if (Files.exists(IPV6)) { // not where the kernel was booted with ipv6.disable=1
            namespace.sysctl("net.ipv6.conf.all.disable_ipv6", "1");
            namespace.sysctl("net.ipv6.conf.default.disable_ipv6", "1");
        }
        namespace.sysctl("net.ipv4.ip_forward", "0");
        namespace.sysctl("net.ipv4.conf.all.rp_filter", "0");
        namespace.sysctl("net.ipv4.conf.default.rp_filter", "0");
        namespace.ip("link set lo up");
        return namespace;
    }

    /** The one that this process is in, with all that is set in it. */
    static Namespace ofThisProcess(String name) throws IOException, InterruptedException {
        Command.run(List.of(
                "ip",
                "netns",
                "attach",
                name,
                Long.toString(ProcessHandle.current().pid())));
        return new Namespace(name);
    }

    /** Its name, as {@code ip netns} lists it. */
    public String name() {
        return name;
    }

    /** Runs {@code ip} in this namespace; words are separated by blanks. */
    public String ip(String arguments) throws IOException, InterruptedException {
        return Command.run(Command.concat(List.of("ip", "-n", name), Command.words(arguments)));
    }

    /** Runs {@code tc} in this namespace; words are separated by blanks. */
    public String tc(String arguments) throws IOException, InterruptedException {
        return Command.run(Command.concat(List.of("tc", "-n", name), Command.words(arguments)));
    }

    /** Runs {@code tc} with words that may hold blanks. */
    public String tc(List<String> words) throws IOException, InterruptedException {
        return Command.run(Command.concat(List.of("tc", "-n", name), words));
    }

    /** Runs another command of the system in this namespace. */
    public String exec(String line) throws IOException, InterruptedException {
        return Command.run(command(Command.words(line)));
    }

    /** Writes a file below /sys as this namespace sees it. */
    public void sysfs(String path, String value) throws IOException, InterruptedException {
        Command.run(command(List.of("tee", "/sys/" + path)), value);
    }

    /** Gives an nftables ruleset to {@code nft} in this namespace. */
    public void nft(String ruleset) throws IOException, InterruptedException {
        Command.run(command(List.of("nft", "-f", "-")), ruleset);
    }

    /** The words that run a command in this namespace. */
    public List<String> command(List<String> words) {
        return Command.concat(List.of("ip", "netns", "exec", name), words);
    }

    /** Sets a sysctl of this namespace; the key has dots, an interface name in it must not. */
    public void sysctl(String key, String value) throws IOException, InterruptedException {
        call(() -> Files.writeString(Path.of("/proc/sys", key.split("\\.")), value));
    }

    /**
     * Runs something on a thread that has entered this namespace: sockets that it opens belong to the namespace wherever
     * they are used later. The thread ends afterwards, so no other work ever runs in here by mistake.
     */
    public <T> T call(Callable<T> task) throws IOException, InterruptedException {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofPlatform().name("in " + name).daemon().start(() -> {
            try {
                enter();
                result.complete(task.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        try {
            return result.get();
        } catch (ExecutionException | CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException("in namespace " + name + ": " + cause.getMessage(), cause);
        }
    }

    private void enter() throws KernelException {
        int fd = SystemCalls.open("/run/netns/" + name, O_RDONLY | O_CLOEXEC);
        try {
            SystemCalls.setns(fd, CLONE_NEWNET);
        } finally {
            SystemCalls.close(fd);
        }
    }

    void delete() throws IOException, InterruptedException {
        Command.run(List.of("ip", "netns", "del", name));
    }
}
