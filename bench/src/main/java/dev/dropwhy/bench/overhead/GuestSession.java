package dev.dropwhy.bench.overhead;

import dev.dropwhy.lab.virtio.VirtioLab;
import dev.dropwhy.lab.virtio.debian.Architecture;
import dev.dropwhy.lab.virtio.debian.Kernel;
import dev.dropwhy.lab.virtio.debian.KernelStore;
import dev.dropwhy.lab.virtio.debian.Release;
import dev.dropwhy.lab.virtio.guest.Guest;
import dev.dropwhy.lab.virtio.image.BuiltImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/**
 * The session in a guest of the virtio lab: its kernel has the drop monitor, which this machine's may lack, and its time is the
 * number of instructions executed.
 */
final class GuestSession {

    /** One processor, as {@link Guest.Machine#countsInstructions} needs it. */
    private static final Guest.Machine MACHINE = new Guest.Machine(1, 2048, true);

    private static final List<String> MODULES = List.of("virtio_pci", "virtio_net", "veth", "drop_monitor");
    private static final List<String> WATCHERS = List.of("dropwatch", "tcpdump");
    private static final String LAUNCHER = "/bin/dropwhy";
    private static final Duration LIMIT = Duration.ofHours(4);
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final String series;

    /**
     * @param series of the kernel, such as {@code 6.12}
     */
    GuestSession(String series) {
        this.series = series;
    }

    /**
     * Boots the guest, measures there, and prints what is printed there.
     *
     * @param options of the command in the guest
     * @return its status
     */
    int run(List<String> options) throws IOException, InterruptedException {
        Optional<Release> release = VirtioLab.RELEASES.stream()
                .filter(known -> known.series().equals(series))
                .findFirst();
        Optional<String> missing = release.isEmpty()
                ? Optional.of("there is no kernel " + series + "; there are " + VirtioLab.RELEASES)
                : Guest.missing();
        if (missing.isPresent()) {
            System.err.println("Nothing was measured: " + missing.get() + ".");
            return CommandLine.ExitCode.USAGE;
        }
        Path cache = VirtioLab.cache();
        Kernel kernel = new KernelStore(cache, Architecture.AMD64).kernel(release.orElseThrow());
        try (BuiltImage image = BuiltImage.withAll(cache, WATCHERS);
                Guest guest = Guest.boot(MACHINE, kernel, image, MODULES)) {
            System.out.println("Kernel " + kernel.version() + " in a guest; a nanosecond is an instruction.");
            Thread progress = Thread.ofPlatform().daemon().start(() -> follow(guest.console()));
            try {
                return measure(guest, image, options);
            } finally {
                progress.interrupt();
                progress.join();
            }
        }
    }

    private static int measure(Guest guest, BuiltImage image, List<String> options)
            throws IOException, InterruptedException {
        guest.run("modprobe veth && modprobe drop_monitor && mkdir -p /dev/shm && mount -t tmpfs memory /dev/shm");
        guest.run("mkdir -p /etc && echo tcpdump:x:1000:1000::/: >/etc/passwd"); // tcpdump becomes that user
        guest.run("printf '#!/bin/sh\\nexec %s \"$@\"\\n' >%s && chmod +x %s"
                .formatted(String.join(" ", image.agent()), LAUNCHER, LAUNCHER));
        List<String> words = new ArrayList<>(image.java(Overhead.class));
        words.add(1, "-Dstdout.encoding=UTF-8");
        words.addAll(List.of("--launcher", LAUNCHER));
        words.addAll(options);
        // iproute2's own programs go before busybox's
        String command = "PATH=/sbin:/bin " + String.join(" ", words) + " 2>/dev/ttyS0; echo $?";
        String output = guest.run(command, LIMIT).strip();
        int end = output.lastIndexOf('\n') + 1;
        System.out.println(output.substring(0, end));
        return Integer.parseInt(output.substring(end));
    }

    /** Prints what the guest's console gets, from now on; whatever goes wrong ends it, for it is there for the reader's patience. */
    private static void follow(Path console) {
        try (RandomAccessFile file = new RandomAccessFile(console.toFile(), "r")) {
            file.seek(file.length());
            boolean last = false;
            while (!last) {
                last = !pause();
                byte[] more = new byte[(int) (file.length() - file.getFilePointer())];
                file.readFully(more);
                System.err.print(new String(more, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            System.err.println("The guest's console cannot be read on: " + e.getMessage());
        }
    }

    /** Waits a while; false where this was interrupted. */
    private static boolean pause() {
        try {
            Thread.sleep(LOOK);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }
}
