package dev.dropwhy.bench.overhead;

import dev.dropwhy.lab.virtio.guest.Dropwatch.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** dropwatch, which has the kernel's drop monitor tell it of drops, printing into memory. */
final class Dropwatch extends Tool {

    private static final Path MODULES = Path.of("/proc/modules");
    private static final String MODULE = "drop_monitor ";
    private static final String LOST = "Tail dropped: ";

    private final Mode mode;
    private final Path file;

    Dropwatch(Mode mode, Path directory) {
        super("dropwatch, " + mode.word() + " mode", "dropwatch", "apt-get install dropwatch.");
        this.mode = mode;
        file = directory.resolve("dropwatch");
    }

    @Override
    public Optional<String> absent() {
        if (!Files.isReadable(MODULES)) {
            return Optional.of("this kernel has no modules, and so no drop monitor; --guest boots one that has");
        }
        try (Stream<String> lines = Files.lines(MODULES)) {
            return lines.anyMatch(line -> line.startsWith(MODULE))
                    ? super.absent()
                    : Optional.of(
                            "the module drop_monitor is not loaded (modprobe drop_monitor); --guest boots a kernel that has it");
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** The output is a file's and not this process's, which would take its time from the sender. */
    @Override
    List<String> command(Wire wire) {
        return List.of("sh", "-c", "exec dropwatch -l kas >" + file);
    }

    /** It goes on with its commands when it is interrupted. */
    @Override
    String input() {
        return "set alertmode " + mode.word() + "\nstats\nstart\nstats\nexit\n";
    }

    /** The monitor holds its module while it runs (net_dm_trace_on_set). */
    @Override
    boolean watches(Child child) throws IOException {
        try (Stream<String> lines = Files.lines(MODULES)) {
            return lines.filter(line -> line.startsWith(MODULE)).anyMatch(line -> !line.split(" ", -1)[2].equals("0"));
        }
    }

    /** A summary comes after a second (dm_delay); of packets there may be a queue, in which the answer to its end would be lost. */
    @Override
    Duration lingering() {
        return Duration.ofSeconds(2);
    }

    @Override
    Findings findings(String output, String errors) throws IOException {
        long seen = 0;
        List<Long> tailDropped = new ArrayList<>(); // of software and hardware, since the module was loaded, twice
        try (Stream<String> lines = Files.lines(file)) {
            for (String line : (Iterable<String>) lines::iterator) {
                seen += mode.drops(line);
                if (line.startsWith(LOST)) {
                    tailDropped.add(Long.parseLong(line.substring(LOST.length())));
                }
            }
        } finally {
            Files.deleteIfExists(file);
        }
        if (tailDropped.size() != 4) {
            throw new IOException("dropwatch did not tell what the monitor lost");
        }
        return new Findings(
                OptionalLong.of(seen),
                OptionalLong.of(tailDropped.get(2) - tailDropped.get(0)),
                OptionalDouble.empty());
    }
}
