package dev.dropwhy.agent.dropevents.testnet;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A veth pair between two network namespaces of the test's own: what {@code tx} sends arrives at {@code rx}. */
public final class VethPair implements AutoCloseable {

    private final String sender;
    private final String receiver;

    public VethPair(String name) throws IOException {
        long pid = ProcessHandle.current().pid();
        sender = "dwebpf-" + pid + "-" + name + "-tx";
        receiver = "dwebpf-" + pid + "-" + name + "-rx";
        ip("netns", "add", sender);
        ip("netns", "add", receiver);
        for (String namespace : List.of(sender, receiver)) {
            ip("netns", "exec", namespace, "sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1");
            ip("netns", "exec", namespace, "sysctl", "-qw", "net.ipv6.conf.default.disable_ipv6=1");
        }
        ip("-n", sender, "link", "add", "dwtx", "type", "veth", "peer", "name", "dwrx", "netns", receiver);
        ip("-n", sender, "link", "set", "dwtx", "up");
        ip("-n", receiver, "link", "set", "dwrx", "up");
    }

    public static Path path(String namespace) {
        return Path.of("/run/netns", namespace);
    }

    public String sender() {
        return sender;
    }

    public String receiver() {
        return receiver;
    }

    /** Inode number of the receiving namespace, as the kernel's programs see it. */
    public long receiverInode() throws IOException {
        return (long) Files.getAttribute(path(receiver), "unix:ino");
    }

    public long receiverCounter(String name) throws IOException {
        return Long.parseLong(ip("netns", "exec", receiver, "cat", "/sys/class/net/dwrx/statistics/" + name)
                .strip());
    }

    public int receiverIndex() throws IOException {
        return Integer.parseInt(ip("netns", "exec", receiver, "cat", "/sys/class/net/dwrx/ifindex")
                .strip());
    }

    public static String ip(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(String.join(" ", command));
        }
        return output;
    }

    @Override
    public void close() throws IOException {
        ip("netns", "del", sender);
        ip("netns", "del", receiver);
    }
}
