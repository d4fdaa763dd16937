package dev.dropwhy.bench.overhead;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** tcpdump on the receiving interface, writing to nowhere. While it runs, nothing is dropped: it takes the frames itself. */
final class Tcpdump extends Tool {

    private static final Pattern RECEIVED = Pattern.compile("^(\\d+) packets captured", Pattern.MULTILINE);
    private static final Pattern LOST = Pattern.compile("^(\\d+) packets dropped by kernel", Pattern.MULTILINE);

    Tcpdump() {
        super("tcpdump", "tcpdump", "apt-get install tcpdump.");
    }

    @Override
    List<String> command(Wire wire) {
        return wire.receiver().command(List.of("tcpdump", "-n", "-i", Wire.RECEIVER, "-w", "/dev/null"));
    }

    @Override
    public boolean leavesDrops() {
        return false;
    }

    @Override
    boolean watches(Child child) {
        return child.said("tcpdump: listening on");
    }

    @Override
    Findings findings(String output, String errors) {
        return new Findings(number(RECEIVED, errors), number(LOST, errors), OptionalDouble.empty());
    }

    private static OptionalLong number(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }
}
