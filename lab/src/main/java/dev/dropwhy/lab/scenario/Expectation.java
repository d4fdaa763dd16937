package dev.dropwhy.lab.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The whole answer as it must be: these verdicts and no other, worst first, and a balance that comes out even.
 *
 * @param verdicts verdicts in the order of the answer where their severities differ
 * @param counters what the kernel's own counters must grow by; it proves that the scenario did what it says
 * @param unexplained packets that the answer must leave open
 * @param says words that the headline or any verdict must hold
 * @param keepsQuiet words that must occur nowhere in the answer
 */
public record Expectation(
        List<ExpectedVerdict> verdicts,
        Map<String, Count> counters,
        Count unexplained,
        List<String> says,
        List<String> keepsQuiet) {

    public Expectation {
        verdicts = List.copyOf(verdicts);
        counters = Map.copyOf(counters);
        says = List.copyOf(says);
        keepsQuiet = List.copyOf(keepsQuiet);
    }

    /** These verdicts, all explained. */
    public static Expectation of(ExpectedVerdict... verdicts) {
        return new Expectation(List.of(verdicts), Map.of(), new Count.Exactly(0), List.of(), List.of());
    }

    /** Nothing to say. */
    public static Expectation nothing() {
        return of();
    }

    /** The same, with the growth of a counter of the kernel; {@code rx_dropped} and {@code tx_dropped} are 0 if not named. */
    public Expectation counting(String counter, long grows) {
        return counting(counter, new Count.Exactly(grows));
    }

    /** As {@link #counting(String, long)}. */
    public Expectation counting(String counter, Count grows) {
        Map<String, Count> all = new LinkedHashMap<>(counters);
        all.put(counter, grows);
        return new Expectation(verdicts, all, unexplained, says, keepsQuiet);
    }

    /** The same, with packets that nothing accounts for. */
    public Expectation leavingOpen(Count open) {
        return new Expectation(verdicts, counters, open, says, keepsQuiet);
    }

    /** The same, with words that must occur somewhere in the headline or the verdicts. */
    public Expectation saying(String... words) {
        return new Expectation(verdicts, counters, unexplained, List.of(words), keepsQuiet);
    }

    /** The same, with words that must occur nowhere. */
    public Expectation notSaying(String... words) {
        return new Expectation(verdicts, counters, unexplained, says, List.of(words));
    }

    /** What the kernel's counters contradict. */
    List<String> countersNotAsExpected(Map<String, Long> growth) {
        List<String> faults = new ArrayList<>();
        Map<String, Count> all = new LinkedHashMap<>(counters);
        all.putIfAbsent("rx_dropped", new Count.Exactly(0));
        all.putIfAbsent("tx_dropped", new Count.Exactly(0));
        all.forEach((name, count) -> {
            long grew = growth.getOrDefault(name, 0L);
            if (!count.holds(grew, growth)) {
                faults.add("the kernel's %s grew by %d and the recipe says %s".formatted(name, grew, count));
            }
        });
        return faults;
    }
}
