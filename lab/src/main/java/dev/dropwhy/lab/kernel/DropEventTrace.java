package dev.dropwhy.lab.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The kernel's own account of what it dropped: the trace event {@code skb:kfree_skb} in a tracefs instance of this process,
 * as text, for the whole machine. It is far too slow for a product and just right to check one.
 */
public final class DropEventTrace implements AutoCloseable {

    private static final Path INSTANCES = Path.of("/sys/kernel/tracing/instances");
    private static final String PREFIX = "dwlab-";
    private static final Pattern LINE =
            Pattern.compile("kfree_skb: .*protocol=(\\d+) location=([\\w.]+)\\S*(?: reason: (\\w+))?");

    private final Path instance;

    private DropEventTrace(Path instance) {
        this.instance = instance;
    }

    /** Starts to record. */
    public static DropEventTrace start() throws IOException {
        if (!Files.isDirectory(INSTANCES)) {
            throw new IOException(
                    "There is no tracefs at /sys/kernel/tracing; mount -t tracefs tracefs /sys/kernel/tracing");
        }
        Path instance = Files.createDirectory(
                INSTANCES.resolve(PREFIX + ProcessHandle.current().pid()));
        DropEventTrace trace = new DropEventTrace(instance);
        Files.writeString(instance.resolve("buffer_size_kb"), "8192");
        Files.writeString(instance.resolve("events/skb/kfree_skb/enable"), "1");
        return trace;
    }

    /** What was dropped since the start: how many by {@code REASON @ function, protocol}. */
    public Map<String, Long> counts() throws IOException {
        Map<String, Long> counts = new TreeMap<>();
        try (Stream<String> lines = Files.lines(instance.resolve("trace"))) {
            lines.map(LINE::matcher).filter(Matcher::find).forEach(line -> {
                String function = line.group(2).replaceAll("\\.(constprop|isra|part|cold).*", "");
                String event =
                        "%s @ %s, protocol %04x".formatted(line.group(3), function, Integer.parseInt(line.group(1)));
                counts.merge(event, 1L, Long::sum);
            });
        }
        return counts;
    }

    @Override
    public void close() throws IOException {
        Files.writeString(instance.resolve("events/skb/kfree_skb/enable"), "0");
        Files.delete(instance);
    }

    /** Removes the tracing instances that killed runs of the lab left behind. */
    public static void removeStale() throws IOException {
        if (!Files.isDirectory(INSTANCES)) {
            return;
        }
        try (Stream<Path> instances = Files.list(INSTANCES)) {
            for (Path path : instances.toList()) {
                String name = path.getFileName().toString();
                if (name.matches(PREFIX + "\\d+")
                        && ProcessHandle.of(Long.parseLong(name.substring(PREFIX.length())))
                                .isEmpty()) {
                    Files.delete(path);
                }
            }
        }
    }
}
