package dev.dropwhy.bench.overhead;

import dev.dropwhy.lab.network.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** perf record of every event, into memory: what {@code perf script} or {@code perf trace} would need. */
final class Perf extends PerfEventTool {

    private static final Pattern SAMPLES = Pattern.compile("^ +SAMPLE events: +(\\d+)", Pattern.MULTILINE);

    private final Path file;

    Perf(Path directory) {
        super("perf record", "perf", "apt-get install linux-perf.");
        file = directory.resolve("perf.data");
    }

    @Override
    List<String> command(Wire wire) throws IOException {
        Files.deleteIfExists(file);
        return List.of("perf", "record", "-q", "-B", "-N", "-a", "-e", "skb:kfree_skb", "-o", file.toString());
    }

    @Override
    Findings findings(String output, String errors) throws IOException, InterruptedException {
        try {
            String statistics = Command.run(List.of("perf", "report", "--stats", "-i", file.toString()));
            return new Findings(samples(statistics), OptionalLong.empty(), OptionalDouble.empty());
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** The statistics count the records of loss and not what was lost: the truth tells it. */
    private static OptionalLong samples(String statistics) {
        Matcher matcher = SAMPLES.matcher(statistics);
        return matcher.find() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.of(0);
    }
}
