package dev.dropwhy.diagnosis.counters;

import dev.dropwhy.diagnosis.catalog.CounterNames;
import dev.dropwhy.diagnosis.observation.CounterSample;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * By how much counters grew over a series of samples. Names are canonical, see {@link CounterNames}.
 *
 * <p>A counter that went backwards (device reset, module reload) counts the steps upwards only, and is remembered.
 */
public final class Growth {

    private final NavigableMap<String, Long> grew = new TreeMap<>();
    private final NavigableMap<String, Long> last = new TreeMap<>();
    private final Map<String, String> spelling = new HashMap<>();
    private final NavigableSet<String> reset = new TreeSet<>();

    private Growth() {}

    /** The growth over samples in order of time. */
    public static Growth over(List<CounterSample> samples) {
        Growth growth = new Growth();
        for (CounterSample sample : samples) {
            sample.values().forEach((name, value) -> growth.add(name, value));
        }
        return growth;
    }

    private void add(String read, long value) {
        String name = CounterNames.canonical(read);
        spelling.putIfAbsent(name, read);
        Long before = last.put(name, value);
        if (before == null) {
            grew.put(name, 0L);
        } else if (value >= before) {
            grew.merge(name, value - before, Growth::plus);
        } else {
            reset.add(name);
        }
    }

    /** Whether the counter was read at all. */
    public boolean knows(String name) {
        return grew.containsKey(CounterNames.canonical(name));
    }

    /** Growth of a counter, 0 where it was not read. */
    public long of(String name) {
        return grew.getOrDefault(CounterNames.canonical(name), 0L);
    }

    /** Last value of a counter, 0 where it was not read. */
    public long lastOf(String name) {
        return last.getOrDefault(CounterNames.canonical(name), 0L);
    }

    /** The counter's name as it was read, for people. */
    public String spelled(String name) {
        return spelling.getOrDefault(CounterNames.canonical(name), name);
    }

    /** Whether any of the counters grew. */
    public boolean anyOf(List<String> names) {
        return names.stream().anyMatch(name -> of(name) > 0);
    }

    /** All counters with their growth, by name. */
    public NavigableMap<String, Long> all() {
        return Collections.unmodifiableNavigableMap(grew);
    }

    /** Counters that grew, by name. */
    public Map<String, Long> positive() {
        NavigableMap<String, Long> positive = new TreeMap<>(grew);
        positive.values().removeIf(value -> value <= 0);
        return positive;
    }

    /** Counters that went backwards. */
    public NavigableSet<String> reset() {
        return Collections.unmodifiableNavigableSet(reset);
    }

    /** A sum that stops at the largest long instead of turning negative. Both must be positive or 0. */
    public static long plus(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
