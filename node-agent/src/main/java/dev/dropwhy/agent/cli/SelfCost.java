package dev.dropwhy.agent.cli;

import dev.dropwhy.agent.linux.BpfStatistics;
import dev.dropwhy.agent.linux.BpfStatistics.RunTime;
import dev.dropwhy.agent.linux.ProcFile;
import dev.dropwhy.agent.linux.SystemCallException;
import dev.dropwhy.agent.observer.ObservationListener;
import dev.dropwhy.diagnosis.observation.Observation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an observation cost the machine: processor time and memory of this process, and the time that the eBPF program ran
 * inside the kernel on behalf of others. Measured within the window only, from its opening to its last reading of counters.
 */
final class SelfCost implements ObservationListener, AutoCloseable {

    private static final Path STATUS = Path.of("/proc/self/status");

    private final ObservationListener next;
    private final @Nullable BpfStatistics statistics;
    private final @Nullable String refusal;
    private @Nullable Reading first;
    private @Nullable Reading last;

    private record Reading(long atNanos, Duration processor, RunTime programs) {
        static Reading now() {
            return new Reading(
                    System.nanoTime(),
                    ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO),
                    BpfStatistics.ofThisProcess());
        }
    }

    /**
     * Begins to measure.
     *
     * @param next who is told about the progress of the observation
     */
    SelfCost(ObservationListener next) {
        this.next = next;
        BpfStatistics enabled = null;
        String why = null;
        try {
            enabled = BpfStatistics.enable();
        } catch (SystemCallException e) {
            why = e.getMessage();
        }
        this.statistics = enabled;
        this.refusal = why;
    }

    @Override
    public void opened(List<String> interfaces) {
        first = Reading.now(); // before anybody hears of it: what happens from now on is the window's
        next.opened(interfaces);
    }

    @Override
    public void sampled(Duration elapsed, Duration length, long dropped) {
        next.sampled(elapsed, length, dropped);
    }

    @Override
    public void counted(Map<String, Map<String, Long>> counters) {
        last = Reading.now();
        next.counted(counters);
    }

    /** What it cost, one line for each kind. */
    List<String> lines(Observation observation) {
        List<String> lines = new ArrayList<>();
        Reading begin = first;
        Reading end = last;
        if (begin == null || end == null || end.atNanos() <= begin.atNanos()) {
            return List.of("The window was too short to measure what it cost.");
        }
        double seconds = (end.atNanos() - begin.atNanos()) / 1e9;
        double processor = end.processor().minus(begin.processor()).toNanos() / 1e9;
        lines.add(String.format(
                Locale.ROOT,
                "dropwhy itself: %.2f s of processor time in %.1f s (%.1f %% of one core), %s resident, %s at most",
                processor,
                seconds,
                processor / seconds * 100,
                memory("VmRSS"),
                memory("VmHWM")));
        lines.add(String.format(
                Locale.ROOT,
                "drop events: %d (%.1f a second), %d lost",
                observation.events().seen(),
                observation.events().seen() / Math.max(0.001, observation.durationMillis() / 1000.0),
                observation.events().lost()));
        lines.add(programs(begin.programs(), end.programs(), seconds));
        return lines;
    }

    private String programs(RunTime begin, RunTime end, double seconds) {
        if (statistics == null) {
            return "eBPF program: not measured, the kernel refuses its run-time statistics: " + refusal;
        }
        long runs = end.runs() - begin.runs();
        long nanos = end.nanos() - begin.nanos();
        if (end.runs() == 0) {
            return "eBPF program: it did not run";
        }
        return String.format(
                Locale.ROOT,
                "eBPF program: ran %d times, %.0f ns each, %.4f %% of one core, the measuring itself included",
                runs,
                runs == 0 ? 0.0 : (double) nanos / runs,
                nanos / (seconds * 1e9) * 100);
    }

    private static String memory(String field) {
        Matcher matcher = Pattern.compile("(?m)^" + field + ":\\s+([0-9]{1,12}) kB")
                .matcher(ProcFile.readIfPresent(STATUS).orElse(""));
        return matcher.find() ? Long.parseLong(matcher.group(1)) / 1024 + " MiB" : "unknown memory";
    }

    @Override
    public void close() {
        if (statistics != null) {
            statistics.close();
        }
    }
}
