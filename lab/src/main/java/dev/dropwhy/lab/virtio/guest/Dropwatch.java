package dev.dropwhy.lab.virtio.guest;

import dev.dropwhy.lab.scenario.NotPlayableException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * dropwatch at work in a guest, as somebody has it at a terminal: it takes its commands from its standard input, and an interrupt
 * brings it back to them.
 */
public final class Dropwatch {

    private static final String FILE = "/run/dropwatch";
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(200);

    /** How the kernel's monitor tells it of drops: {@code set alertmode}. */
    public enum Mode {
        /** Numbers by place in the kernel; it begins with this. */
        SUMMARY(Pattern.compile("(?m)^(\\d+) drops at ")),
        /** Every packet. */
        PACKET(Pattern.compile("(?m)^(drop) at: "));

        private final Pattern drop;

        Mode(Pattern drop) {
            this.drop = drop;
        }

        /** As {@code set alertmode} takes it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** How many drops its output, or a line of it, tells of. */
        public long drops(String output) {
            long drops = 0;
            for (Matcher matcher = drop.matcher(output); matcher.find(); ) {
                drops += this == PACKET ? 1 : Long.parseLong(matcher.group(1));
            }
            return drops;
        }
    }

    private final Guest guest;
    private final Mode mode;

    private Dropwatch(Guest guest, Mode mode) {
        this.guest = guest;
        this.mode = mode;
    }

    /** The one that was started last. */
    public static Dropwatch of(Guest guest, Mode mode) {
        return new Dropwatch(guest, mode);
    }

    /** Starts it, and waits until the kernel tells it of drops. */
    public static Dropwatch start(Guest guest, Mode mode) throws IOException, InterruptedException {
        if (!guest.holds("test -x /sbin/dropwatch")) {
            throw new NotPlayableException("the program dropwatch is missing here (Debian package dropwatch)");
        }
        List<String> commands = List.of("set alertmode " + mode.word(), "start", "show", "exit");
        guest.run("modprobe drop_monitor"); // dropwatch asks for the monitor's family in a way that does not load it
        guest.run("rm -f %s.*; mkfifo %s.in".formatted(FILE, FILE));
        guest.run("(sh -c 'echo $$ >%s.pid; exec /sbin/dropwatch -l kas' <%s.in >%s.out 2>&1) & printf '%s\\n' >%s.in"
                .formatted(FILE, FILE, FILE, String.join("\\n", commands), FILE));
        Dropwatch dropwatch = new Dropwatch(guest, mode);
        dropwatch.await("grep -Eq '^drop_monitor [0-9]+ [1-9]' /proc/modules", "start");
        return dropwatch;
    }

    /**
     * Interrupts it; it stops the monitor, tells how that was set up, and ends.
     *
     * @return how many drops it told of
     * @throws IOException if it is not there any more, or is not as it was
     */
    public long end() throws IOException, InterruptedException {
        guest.run("kill -INT $(cat " + FILE + ".pid)");
        await("! test -d /proc/$(cat " + FILE + ".pid)", "end");
        String output = guest.run("cat " + FILE + ".out");
        if (!output.toLowerCase(Locale.ROOT).contains("alert mode: " + mode.word())) {
            throw new IOException("dropwatch does not say that its mode is " + mode + " still: " + output);
        }
        return mode.drops(output);
    }

    private void await(String condition, String what) throws IOException, InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!guest.holds(condition)) {
            if (System.nanoTime() > end) {
                throw new IOException("in the guest, dropwatch did not " + what + " within " + LIMIT.toSeconds()
                        + " s: " + guest.run("tail -c 2000 " + FILE + ".out"));
            }
            Thread.sleep(PAUSE);
        }
    }
}
