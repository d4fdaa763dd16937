package dev.dropwhy.bench.overhead;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** bpftrace counting by reason and place, in the kernel: the cheapest thing that people do with it. */
final class Bpftrace extends PerfEventTool {

    private static final Pattern COUNT = Pattern.compile("^@\\[.*]: (\\d+)$", Pattern.MULTILINE);

    Bpftrace() {
        super("bpftrace count", "bpftrace", "apt-get install bpftrace.");
    }

    @Override
    List<String> command(Wire wire) {
        return List.of("bpftrace", "-e", "tracepoint:skb:kfree_skb { @[args->reason, args->location] = count(); }");
    }

    @Override
    Findings findings(String output, String errors) {
        long seen = 0;
        for (Matcher matcher = COUNT.matcher(output); matcher.find(); ) {
            seen += Long.parseLong(matcher.group(1));
        }
        return new Findings(OptionalLong.of(seen), OptionalLong.empty(), OptionalDouble.empty());
    }
}
