package dev.dropwhy.lab.virtio.guest;

import dev.dropwhy.lab.network.Command;
import dev.dropwhy.lab.network.Counters;
import dev.dropwhy.lab.virtio.debian.Architecture;
import dev.dropwhy.lab.virtio.debian.Kernel;
import dev.dropwhy.lab.virtio.debian.Trees;
import dev.dropwhy.lab.virtio.image.BuiltImage;
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
import java.util.stream.Stream;

/**
 * A virtual machine that runs a kernel of Debian and nothing else: processors in software, two network cards, no disk.
 * {@code eth0} is virtio_net; the other, vmxnet3, is for what no virtio_net of QEMU can do, and has no driver at first. A small guard process ends it when this process ends, in whatever way, and removes its
 * files.
 */
public final class Guest implements AutoCloseable {

    /** Series of the kernels that are booted with {@code ipv6.disable=1}: one without drop reasons and one with. */
    public static final List<String> WITHOUT_IPV6 = List.of("5.10", "6.12");

    /** MAC address of {@code eth0}. */
    public static final String MAC = "02:00:00:77:00:01";

    /** MAC address of {@code eth1}. */
    public static final String SECOND_MAC = "02:00:00:77:00:02";

    private static final String QEMU_AMD64 = "qemu-system-x86_64";
    private static final String QEMU_ARM64 = "qemu-system-aarch64";
    private static final Duration BOOT_LIMIT = Duration.ofMinutes(3);
    private static final Duration STORM_LIMIT = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final String CONSOLE = "console.log";
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

    /**
     * What a guest runs on.
     *
     * @param processors how many, in software
     * @param mebibytes memory, of which the guest's files take a part
     * @param countsInstructions whether the guest's time is the number of instructions that it executed, a nanosecond each,
     *     instead of the time that passes: what something costs is then exact, and what else runs here does not show. Where
     *     nothing is to be executed, time jumps to what comes next. With more than one processor they would take turns in
     *     the same time.
     */
    public record Machine(int processors, int mebibytes, boolean countsInstructions) {

        /** Two processors, in time that passes. */
        public static final Machine USUAL = new Machine(2, 768, false);
    }

    private final Kernel kernel;
    private final List<String> agent;
    private final Path folder;
    private final Process guard;
    private final GuestShell shell;
    private final Cable cable;
    private final Cable secondCable;

    private Guest(Kernel kernel, List<String> agent, Path folder, Process guard)
            throws IOException, InterruptedException {
        this.kernel = kernel;
        this.agent = agent;
        this.folder = folder;
        this.guard = guard;
        shell = GuestShell.connect(folder.resolve("shell"));
        cable = Cable.connect(folder.resolve("cable"));
        secondCable = Cable.connect(folder.resolve("cable2"));
    }

    /** What this machine lacks to run guests of its own architecture, amd64; empty if nothing. */
    public static Optional<String> missing() {
        if (!System.getProperty("os.arch").equals("amd64")) {
            return Optional.of(
                    "the guests' kernels are for amd64, and this machine is " + System.getProperty("os.arch"));
        }
        if (!Command.exists(QEMU_AMD64)) {
            return Optional.of("the program " + QEMU_AMD64 + " is missing (Debian package qemu-system-x86)");
        }
        return BuiltImage.missing();
    }

    /** What this machine lacks to run guests of the architecture arm64, whatever its own is; empty if nothing. */
    public static Optional<String> missingForArm64() {
        return Stream.of(
                        Map.entry(QEMU_ARM64, "qemu-system-arm"),
                        Map.entry("busybox", "busybox-static"), // unpacks modules
                        Map.entry("apt-get", "apt"))
                .filter(need -> !Command.exists(need.getKey()))
                .map(need -> "the program %s is missing (Debian package %s)".formatted(need.getKey(), need.getValue()))
                .findFirst();
    }

    /**
     * Boots a guest and waits until its shell answers.
     *
     * @param modules kernel modules that scenarios may load
     */
    public static Guest boot(Kernel kernel, GuestImage image, Collection<String> modules)
            throws IOException, InterruptedException {
        return boot(Machine.USUAL, kernel, image, modules);
    }

    /** As {@link #boot(Kernel, GuestImage, Collection)}, on a machine of another kind. */
    public static Guest boot(Machine machine, Kernel kernel, GuestImage image, Collection<String> modules)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("dropwhy-guest");
        Path initramfs = folder.resolve("initramfs");
        image.write(initramfs, kernel, modules);
        List<String> words = new ArrayList<>(List.of("sh", "-c", GUARD, "guard", folder.toString()));
        words.addAll(qemu(image.architecture(), machine, kernel, folder, initramfs));
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

    private static List<String> qemu(
            Architecture architecture, Machine machine, Kernel kernel, Path folder, Path initramfs) {
        List<String> words = new ArrayList<>(
                switch (architecture) {
                    case AMD64 -> List.of(QEMU_AMD64, "-cpu", "max");
                    case ARM64 -> List.of(QEMU_ARM64, "-machine", "virt", "-cpu", "cortex-a72");
                });
        words.addAll(List.of(
                "-accel",
                "tcg",
                "-smp",
                Integer.toString(machine.processors()),
                "-m",
                Integer.toString(machine.mebibytes()),
                "-nodefaults",
                "-display",
                "none",
                "-no-reboot",
                "-kernel",
                kernel.image().toString(),
                "-initrd",
                initramfs.toString(),
                "-serial",
                "file:" + folder.resolve(CONSOLE),
                "-chardev",
                "socket,id=shell,server=on,wait=off,path=" + folder.resolve("shell"),
                "-chardev",
                "socket,id=debugger,server=on,wait=off,path=" + folder.resolve("debugger"),
                "-gdb",
                "chardev:debugger",
                "-netdev",
                "stream,id=cable,server=on,addr.type=unix,addr.path=" + folder.resolve("cable"),
                // without ctrl_rx=off, QEMU itself throws away multicast frames that the guest did not ask for
                "-device",
                "virtio-net-pci,netdev=cable,mac=" + MAC + ",ctrl_rx=off,romfile=",
                "-netdev",
                "stream,id=cable2,server=on,addr.type=unix,addr.path=" + folder.resolve("cable2"),
                "-device",
                "vmxnet3,netdev=cable2,mac=" + SECOND_MAC + ",romfile="));
        if (machine.countsInstructions()) {
            words.addAll(List.of("-icount", "shift=0,sleep=off"));
        }
        words.addAll(
                switch (architecture) {
                    case AMD64 -> List.of("-serial", "chardev:shell", "-append", kernelWords("ttyS0", "ttyS1", kernel));
                    // the machine "virt" has one serial port
                    case ARM64 ->
                        List.of(
                                "-device",
                                "pci-serial,chardev=shell",
                                "-append",
                                kernelWords("ttyAMA0", "ttyS0", kernel));
                });
        return words;
    }

    private static String kernelWords(String console, String shell, Kernel kernel) {
        boolean withoutIpv6 =
                WITHOUT_IPV6.stream().anyMatch(series -> kernel.version().startsWith(series + "."));
        return "console=" + console + " shell=" + shell + " quiet panic=-1" + (withoutIpv6 ? " ipv6.disable=1" : "");
    }

    /** Whether the virtual machine ended by itself, which no scenario lets it do. */
    public boolean isGone() {
        return shell.isGone();
    }

    /** The last that the virtual machine and its kernel printed. */
    public String lastWords() {
        return lastWords(folder);
    }

    /** Its kernel. */
    public Kernel kernel() {
        return kernel;
    }

    /** The far end of the cable in {@code eth0}. */
    public Cable cable() {
        return cable;
    }

    /** The far end of the cable in the second network card, which is {@code eth1} once its driver (vmxnet3) is loaded. */
    public Cable secondCable() {
        return secondCable;
    }

    /** Runs a command of busybox's shell in the guest, as root. */
    public String run(String command) throws IOException, InterruptedException {
        return shell.run(command);
    }

    /** As {@link #run(String)}, for a command that may take longer than two minutes; nothing else happens in the guest meanwhile. */
    public String run(String command, Duration limit) throws IOException, InterruptedException {
        return shell.run(command, limit);
    }

    /** What the guest's console printed, {@code /dev/ttyS0} in the guest: a file here that grows and goes with the guest. */
    public Path console() {
        return folder.resolve(CONSOLE);
    }

    /** Whether a command of the shell ends with status 0. */
    public boolean holds(String condition) throws IOException, InterruptedException {
        return run(condition + " && echo yes || true").contains("yes");
    }

    /** The words that start the agent's command line in the guest. */
    List<String> agent() {
        return agent;
    }

    /**
     * Lets a function of the guest's kernel return NULL.
     *
     * @param names its names in different kernels; the first that this one has is meant
     * @return what makes it right again when closed
     */
    public AutoCloseable failing(String... names) throws IOException, InterruptedException {
        for (String name : names) {
            String symbol = run("grep ' [tT] " + name + "$' /proc/kallsyms || true");
            if (!symbol.isBlank()) {
                return Debugger.returningNull(
                        folder.resolve("debugger"), Long.parseUnsignedLong(symbol.split(" ", -1)[0], 16));
            }
        }
        throw new IOException("the guest's kernel has none of the functions " + String.join(", ", names));
    }

    /** What the kernel itself counted: the sums over some interfaces, and TCP's. */
    public Counters counters(Collection<String> interfaces) throws IOException, InterruptedException {
        Map<String, Long> values = new TreeMap<>();
        for (String name : interfaces) {
            for (String line : run("cd /sys/class/net/" + name + "/statistics && grep . *")
                    .lines()
                    .toList()) {
                String[] words = line.split(":", -1);
                values.merge(words[0], Long.parseLong(words[1]), Long::sum);
            }
        }
        List<String> tcp = run("grep ^Tcp: /proc/net/snmp").lines().toList();
        String[] names = tcp.getFirst().split(" ", -1);
        String[] figures = tcp.getLast().split(" ", -1);
        for (int column = 1; column < names.length; column++) {
            values.put("Tcp." + names[column], Long.parseLong(figures[column]));
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
        for (String name : List.of("qemu.log", CONSOLE)) {
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
        secondCable.close();
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
