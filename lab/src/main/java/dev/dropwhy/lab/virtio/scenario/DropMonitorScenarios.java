package dev.dropwhy.lab.virtio.scenario;

import dev.dropwhy.lab.scenario.Expectation;
import dev.dropwhy.lab.traffic.SwitchFrames;
import dev.dropwhy.lab.virtio.guest.Bystander;
import dev.dropwhy.lab.virtio.guest.Dropwatch;
import dev.dropwhy.lab.virtio.guest.Dropwatch.Mode;
import dev.dropwhy.lab.virtio.guest.Guest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The kernel's own drop monitor, which Debian's kernels have as a module. Whether it runs shows in the module's use count: the
 * monitor holds its module while it runs (net_dm_trace_on_set).
 */
final class DropMonitorScenarios {

    private static final String[] BY_MONITOR = {"--events", "DropMonitor"};

    /** Whose the monitor is, is the same on all of them; seen on 5.10, 6.1, 6.12 and 7.2. */
    private static final String FOR_LIFE = "7.2";

    private static final String RUNS = "grep -Eq '^drop_monitor [0-9]+ [1-9]' /proc/modules";
    private static final String STANDS = "! " + RUNS;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(300);

    /** The kernel tells a summary a second after its first drop (dm_delay), and dropwatch is given time to print it. */
    private static final Duration SUMMARY_DELAY = Duration.ofSeconds(2);

    private static final Duration STEADY = Duration.ofMillis(500);

    private DropMonitorScenarios() {}

    /**
     * The scenarios, each of which leaves the monitor as it was.
     *
     * @param sender what sends
     * @param frames how many BPDUs
     * @param expected the answer
     * @param unexplained the answer where nothing tells of the drops
     */
    static List<VirtioScenario> all(SwitchFrames sender, int frames, Expectation expected, Expectation unexplained) {
        VirtioScenario.Step bpdus = guest -> {
            require(guest, RUNS, "the drop monitor does not run within the window");
            guest.cable().repeat(sender.rstp(), frames, STEADY);
        };
        return Stream.of(own(bpdus, expected), beside(sender, frames, bpdus, expected, unexplained))
                .flatMap(List::stream)
                .toList();
    }

    private static List<VirtioScenario> own(VirtioScenario.Step bpdus, Expectation expected) {
        return List.of(
                VirtioScenario.of(
                                "drop-monitor",
                                "The kernel's drop monitor, started for the window, tells what eBPF tells: frame, sender and protocol.",
                                bpdus,
                                guest -> expected)
                        .after(guest -> {
                            guest.run("modprobe drop_monitor");
                            require(guest, STANDS, "the drop monitor runs though nobody started it");
                        })
                        .with(BY_MONITOR),
                VirtioScenario.of(
                                "drop-monitor-of-another",
                                "Somebody else runs the drop monitor: it is listened to, and runs on afterwards.",
                                bpdus,
                                guest -> expected.saying("started by somebody else"))
                        .after(guest -> {
                            requireStanding(guest);
                            Bystander.observe(guest, BY_MONITOR);
                        })
                        .only(FOR_LIFE)
                        .with(BY_MONITOR),
                VirtioScenario.of(
                                "drop-monitor-after-a-kill",
                                "A dropwhy that is killed leaves nobody's monitor running; the next one finds it as it was.",
                                bpdus,
                                guest -> expected)
                        .after(guest -> {
                            require(guest, RUNS, "the drop monitor of somebody else was stopped");
                            Bystander.of(guest).kill();
                            await(guest, STANDS, "stop the drop monitor of a dropwhy that was killed");
                        })
                        .only(FOR_LIFE)
                        .with(BY_MONITOR),
                VirtioScenario.of(
                                "drop-monitor-left-behind",
                                "A container that is killed takes all of its processes: the monitor runs on, and the next dropwhy takes it over.",
                                bpdus,
                                guest -> expected)
                        .after(guest -> {
                            Bystander.observe(guest, BY_MONITOR).killWithChildren();
                            Thread.sleep(STEADY);
                            require(guest, RUNS, "the drop monitor stopped though nobody was left to stop it");
                        })
                        .only(FOR_LIFE)
                        .with(BY_MONITOR));
    }

    /** dropwatch runs it. */
    private static List<VirtioScenario> beside(
            SwitchFrames sender, int frames, VirtioScenario.Step bpdus, Expectation expected, Expectation unexplained) {
        return List.of(
                watched(
                                "dropwatch-packets",
                                "dropwatch runs the drop monitor and has it tell packets: dropwhy listens along, and dropwatch goes on.",
                                Mode.PACKET,
                                sender,
                                frames,
                                bpdus,
                                expected.saying("started by somebody else"))
                        .with(BY_MONITOR),
                watched(
                                "dropwatch-summary",
                                "dropwatch runs the drop monitor as it begins, telling places and no packets: dropwhy says so, and takes it from nobody.",
                                Mode.SUMMARY,
                                sender,
                                frames,
                                bpdus,
                                unexplained.saying("summary mode"))
                        .with(BY_MONITOR),
                watched(
                        "dropwatch-beside",
                        "dropwatch watches too, packet by packet: eBPF tells what it tells alone.",
                        Mode.PACKET,
                        sender,
                        frames,
                        bpdus,
                        expected));
    }

    private static VirtioScenario watched(
            String name,
            String fact,
            Mode mode,
            SwitchFrames sender,
            int frames,
            VirtioScenario.Step bpdus,
            Expectation answer) {
        return VirtioScenario.of(name, fact, bpdus, guest -> answer)
                .after(guest -> {
                    requireStanding(guest);
                    Dropwatch.start(guest, mode);
                })
                .afterwards(guest -> {
                    guest.cable().repeat(sender.rstp(), frames, Duration.ZERO);
                    Thread.sleep(SUMMARY_DELAY);
                    long told = Dropwatch.of(guest, mode).end();
                    if (told != 2L * frames) {
                        throw new IllegalStateException(
                                "dropwatch told of %d drops, and not of the %d within the window and as many after it"
                                        .formatted(told, frames));
                    }
                    requireStanding(guest);
                })
                .only(FOR_LIFE);
    }

    /** After all of them the monitor must stand. */
    static void requireStanding(Guest guest) throws IOException, InterruptedException {
        require(guest, STANDS, "the drop monitor was left running");
    }

    private static void require(Guest guest, String condition, String otherwise)
            throws IOException, InterruptedException {
        if (!guest.holds(condition)) {
            throw new IllegalStateException(otherwise);
        }
    }

    private static void await(Guest guest, String condition, String what) throws IOException, InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!guest.holds(condition)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("nobody did " + what + " within " + LIMIT.toSeconds() + " s");
            }
            Thread.sleep(PAUSE);
        }
    }
}
