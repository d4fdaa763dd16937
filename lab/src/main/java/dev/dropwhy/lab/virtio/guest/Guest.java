package dev.dropwhy.lab.virtio.guest;

import dev.dropwhy.lab.network.Command;
import dev.dropwhy.lab.network.Counters;
import dev.dropwhy.lab.virtio.debian.Kernel;
import dev.dropwhy.lab.virtio.debian.Trees;
import dev.dropwhy.lab.virtio.image.GuestImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A virtual machine that runs a kernel of Debian and nothing else: two processors in software, one network card
 * ({@code eth0}, virtio_net), no disk. A small guard process ends it when this process ends, in whatever way, and removes its
 * files.
 */
public final class Guest implements AutoCloseable {

    private static final String QEMU = "qemu-system-x86_64";
    private static final Duration BOOT_LIMIT = Duration.ofMinutes(3);
    private static final Duration STORM_LIMIT = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final int LAST_WORDS = 2000;

    /** Ends the virtual machine when its own standard input ends: only the process that started it holds the other end. */
    private static final String GUARD = """
            trap '' TERM INT HUP
            folder=$1; shift
            "$@" >"$folder/qemu.log" 2>&1 &
            qemu=$!
            cat >/dev/null
            kill -KILL $qemu 2>/dev/null
            wait $qemu 2>/dev/null
            rm -rf "$folder"
            """;

    private final Kernel kernel;
    private final List<String> agent;
    private final Path folder;
    private final Process guard;
    private final GuestShell shell;
    private final Cable cable;

    private Guest(Kernel kernel, List<String> agent, Path folder, Process guard)
            throws IOException, InterruptedException {
        this.kernel = kernel;
        this.agent = agent;
        this.folder = folder;
        this.guard = guard;
        shell = GuestShell.connect(folder.resolve("shell"));
        cable = Cable.connect(folder.resolve("cable"));
    }

    /** What this machine lacks to run guests; empty if nothing. */
    public static Optional<String> missing() {
        if (!System.getProperty("os.arch").equals("amd64")) {
            return Optional.of(
                    "the guests' kernels are for amd64, and this machine is " + System.getProperty("os.arch"));
        }
        if (!Command.exists(QEMU)) {
            return Optional.of("the program " + QEMU + " is missing (Debian package qemu-system-x86)");
        }
        return GuestImage.missing();
    }

    /**
     * Boots a guest and waits until its shell answers.
     *
     * @param modules kernel modules that scenarios may load
     */
    public static Guest boot(Kernel kernel, GuestImage image, Collection<String> modules)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("dropwhy-guest");
        Path initramfs = folder.resolve("initramfs");
        image.write(initramfs, kernel, modules);
        List<String> words = new ArrayList<>(List.of("sh", "-c", GUARD, "guard", folder.toString()));
        words.addAll(qemu(kernel, folder, initramfs));
        Process guard = new ProcessBuilder(words).start();
        try {
            Guest guest = new Guest(kernel, image.agent(), folder, guard);
            guest.shell.awaitReady(BOOT_LIMIT);
            Files.deleteIfExists(initramfs);
            guest.run("ip link set eth0 up");
            return guest;
        } catch (IOException e) {
            String said = lastWords(folder);
            end(guard, folder);
            throw new IOException(e.getMessage() + "\n" + said, e);
        } catch (InterruptedException e) {
            end(guard, folder);
            throw e;
        }
    }

    private static List<String> qemu(Kernel kernel, Path folder, Path initramfs) {
        return List.of(
                QEMU,
                "-accel",
                "tcg",
                "-cpu",
                "max",
                "-smp",
                "2",
                "-m",
                "768",
                "-nodefaults",
                "-display",
                "none",
                "-no-reboot",
                "-kernel",
                kernel.image().toString(),
                "-initrd",
                initramfs.toString(),
                "-append",
                "console=ttyS0 quiet panic=-1",
                "-serial",
                "file:" + folder.resolve("console.log"),
                "-chardev",
                "socket,id=shell,server=on,wait=off,path=" + folder.resolve("shell"),
                "-serial",
                "chardev:shell",
                "-netdev",
                "stream,id=cable,server=on,addr.type=unix,addr.path=" + folder.resolve("cable"),
                // without ctrl_rx=off, QEMU itself throws away multicast frames that the guest did not ask for
                "-device",
                "virtio-net-pci,netdev=cable,mac=02:00:00:77:00:01,ctrl_rx=off,romfile=");
    }

    /** Its kernel. */
    public Kernel kernel() {
        return kernel;
    }

    /** The far end of the cable in {@code eth0}. */
    public Cable cable() {
        return cable;
    }

    /** Runs a command of busybox's shell in the guest, as root. */
    public String run(String command) throws IOException, InterruptedException {
        return shell.run(command);
    }

    /** The words that start the agent's command line in the guest. */
    List<String> agent() {
        return agent;
    }

    /** What the kernel itself counted. */
    public Counters counters() throws IOException, InterruptedException {
        Map<String, Long> values = new TreeMap<>();
        for (String line :
                run("cd /sys/class/net/eth0/statistics && grep . *").lines().toList()) {
            String[] words = line.split(":", -1);
            values.put(words[0], Long.parseLong(words[1]));
        }
        return new Counters(values);
    }

    /** Sends it a frame as often and as fast as it can, and waits until it has taken all of them. */
    public void storm(byte[] frame, int count) throws IOException, InterruptedException {
        long all = received() + count;
        cable.storm(frame, count);
        long end = System.nanoTime() + STORM_LIMIT.toNanos();
        while (received() < all) {
            if (System.nanoTime() > end) {
                throw new IOException("the guest took " + (received() + count - all) + " of " + count + " frames in "
                        + STORM_LIMIT.toSeconds() + " s");
            }
            Thread.sleep(PAUSE);
        }
    }

    private long received() throws IOException, InterruptedException {
        return Long.parseLong(
                run("cat /sys/class/net/eth0/statistics/rx_packets").strip());
    }

    private static String lastWords(Path folder) {
        StringBuilder text = new StringBuilder();
        for (String name : List.of("qemu.log", "console.log")) {
            try {
                String log = Files.readString(folder.resolve(name), StandardCharsets.ISO_8859_1);
                text.append(log.substring(Math.max(0, log.length() - LAST_WORDS)));
            } catch (IOException e) {
                text.append("(no ").append(name).append(")");
            }
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        cable.close();
        shell.close();
        end(guard, folder);
    }

    /** The guard does the work even when nobody waits for it. */
    private static void end(Process guard, Path folder) throws IOException {
        guard.getOutputStream().close();
        try {
            guard.waitFor();
            Trees.delete(folder);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
