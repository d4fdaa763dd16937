package dev.dropwhy.bench.overhead;

import dev.dropwhy.api.EventSource;
import dev.dropwhy.lab.Lab;
import dev.dropwhy.lab.Prerequisites;
import dev.dropwhy.lab.virtio.guest.Dropwatch.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/overhead}: measures and prints the tables. Ends with 1 where the machine was disturbed, 2 where it cannot run. */
@Command(
        name = "bench/overhead",
        mixinStandardHelpOptions = true,
        description =
                "What watching drops costs, with dropwhy and with other tools, in one interleaved session. As root.")
public final class Overhead implements Callable<Integer> {

    /** Tools that people use for this and that are not measured, and why. */
    private static final Map<String, String> OUT_OF_REACH = Map.of(
            "dropwhy Capture",
            "it opens a tap for a part of its window and hides drops on purpose; what a tap costs is tcpdump's line",
            "retis",
            "crates.io has no package of it",
            "pwru",
            "the Go module proxy does not serve it, and it needs kprobes");

    @Option(names = "--launcher", required = true, hidden = true)
    private Path launcher = Path.of("dropwhy");

    @Option(
            names = "--guest",
            paramLabel = "KERNEL",
            description =
                    "Measure in a guest with this kernel of Debian (such as 6.12), which has the drop monitor, on one"
                            + " processor in software whose time is instructions; other work on this machine does not show.")
    private @Nullable String guest;

    /** In the guest itself: nothing else is there, and the drop monitor belongs to the machine's own namespace. */
    @Option(names = "--own-machine", hidden = true)
    private boolean ownMachine;

    @Option(
            names = "--traffic",
            defaultValue = "Lldp",
            description = "What the storm is made of: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Traffic traffic = Traffic.Lldp;

    @Option(names = "--rounds", defaultValue = "9", description = "Rounds. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--milliseconds",
            defaultValue = "800",
            description = "Length of each storm. Default: ${DEFAULT-VALUE}.")
    private int milliseconds;

    @Option(names = "--starts", defaultValue = "10", description = "Starts to time. Default: ${DEFAULT-VALUE}.")
    private int starts;

    @Option(
            names = "--only",
            split = ",",
            description = "Watchers whose names contain one of these, and the baselines.")
    private @Nullable List<String> only;

    @Option(names = "--force", description = "Print figures of a disturbed machine too.")
    private boolean force;

    private Overhead() {}

    /** Runs the command. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Overhead()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (guest != null) {
            return new GuestSession(guest).run(optionsInGuest());
        }
        Optional<String> missing = ownMachine ? Optional.empty() : Prerequisites.missing();
        if (missing.isPresent()) {
            System.err.println(missing.get().replace("The lab is skipped", "Nothing was measured"));
            return CommandLine.ExitCode.USAGE;
        }
        Lab.removeStale();
        Path memory = Files.createTempDirectory(Path.of("/dev/shm"), "dropwhy-bench");
        try (Wire wire = new Wire(traffic, ownMachine)) {
            return measure(wire, memory);
        } finally {
            Files.delete(memory);
        }
    }

    /** The same session there; starts are timed on a real processor. */
    private List<String> optionsInGuest() {
        List<String> options = new ArrayList<>(List.of(
                "--own-machine",
                "--traffic",
                traffic.name(),
                "--rounds",
                Integer.toString(rounds),
                "--milliseconds",
                Integer.toString(milliseconds),
                "--starts",
                "0"));
        if (only != null) {
            options.addAll(List.of("--only", "'" + String.join(",", only) + "'"));
        }
        if (force) {
            options.add("--force");
        }
        return options;
    }

    private int measure(Wire wire, Path memory) throws IOException, InterruptedException {
        Map<String, String> notRun = new LinkedHashMap<>();
        List<Watcher> present = new ArrayList<>();
        for (Watcher watcher : watchers(memory)) {
            // to try each engine once would take minutes in a guest; there a round without figures says the same
            Optional<String> absent = ownMachine && watcher instanceof Dropwhy ? Optional.empty() : watcher.absent();
            absent.ifPresent(why -> notRun.put(watcher.label(), why));
            if (absent.isEmpty()) {
                present.add(watcher);
            }
        }
        int processor = Runtime.getRuntime().availableProcessors() - 1;
        Session session = new Session(
                wire,
                new Storm(wire.socket(), processor),
                Duration.ofMillis(milliseconds),
                new Random(),
                text -> System.err.println(text));
        List<Tally> tallies = session.measure(present, rounds);
        StartUp.Times times = new StartUp(wire, launcher).measure(starts);
        return print(tallies, times, notRun);
    }

    private List<Watcher> watchers(Path memory) {
        List<Watcher> watchers = new ArrayList<>(List.of(KernelWatcher.values()));
        for (EventSource engine : EventSource.values()) {
            if (engine != EventSource.Auto && engine != EventSource.Capture) {
                watchers.add(new Dropwhy(launcher, engine));
            }
        }
        for (Mode mode : Mode.values()) {
            watchers.add(new Dropwatch(mode, memory));
        }
        watchers.addAll(List.of(new Bpftrace(), new Perf(memory), new Tcpdump()));
        watchers.removeIf(watcher -> !wanted(watcher));
        return watchers;
    }

    private boolean wanted(Watcher watcher) {
        return only == null
                || watcher == KernelWatcher.NOTHING
                || watcher == KernelWatcher.NOTHING_AGAIN
                || only.stream().anyMatch(watcher.label()::contains);
    }

    private int print(List<Tally> tallies, StartUp.Times times, Map<String, String> notRun) {
        List<String> objections = Soundness.objections(tallies, ownMachine);
        objections.forEach(objection -> System.err.println("DISTURBED: " + objection + "."));
        if (!objections.isEmpty() && !force) {
            System.err.println("The figures do not count and are not printed; --force prints them all the same.");
            return CommandLine.ExitCode.SOFTWARE;
        }
        if (!objections.isEmpty()) {
            System.out.println(
                    "THE MACHINE WAS DISTURBED, THESE FIGURES DO NOT COUNT: " + String.join("; ", objections));
        }
        System.out.printf(
                "Others took %.1f %% of the machine's processor time during the storms.%n",
                100 * Soundness.others(tallies));
        Tables tables = new Tables(tallies);
        for (Rate rate : Rate.values()) {
            System.out.print(tables.costs(rate));
        }
        System.out.print(tables.watchers());
        if (starts > 0) {
            System.out.print(Tables.starts(times));
        }
        System.out.println();
        tallies.forEach(tally -> tally.faults()
                .forEach(fault -> System.out.println(
                        "A round without figures: " + tally.watcher().label() + ": " + fault)));
        notRun.forEach((label, why) -> System.out.println("Not run: " + label + ": " + why));
        new TreeMap<>(OUT_OF_REACH).forEach((label, why) -> System.out.println("Not run: " + label + ": " + why));
        return objections.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
