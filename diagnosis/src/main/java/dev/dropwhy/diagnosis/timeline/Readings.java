package dev.dropwhy.diagnosis.timeline;

import dev.dropwhy.diagnosis.observation.CounterSample;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The readings of one counter in order of time, and the intervals between them. */
final class Readings {

    private static final long MICROS_PER_MILLI = 1000;

    private final long[] atMillis;
    private final long[] values;

    private Readings(long[] atMillis, long[] values) {
        this.atMillis = atMillis;
        this.values = values;
    }

    static Readings of(List<CounterSample> samples, String counter) {
        List<CounterSample> read = samples.stream()
                .filter(sample -> sample.values().containsKey(counter))
                .toList();
        return new Readings(
                read.stream().mapToLong(CounterSample::atMillis).toArray(),
                read.stream()
                        .mapToLong(sample ->
                                Objects.requireNonNullElse(sample.values().get(counter), 0L))
                        .toArray());
    }

    int intervals() {
        return Math.max(0, atMillis.length - 1);
    }

    /** Growth in each interval; a step backwards is a reset and counts nothing, as {@code Growth} has it. */
    long[] growth() {
        long[] growth = new long[intervals()];
        for (int i = 0; i < growth.length; i++) {
            growth[i] = Math.max(0, values[i + 1] - values[i]);
        }
        return growth;
    }

    /** The interval that holds a moment; -1 before the first and after the last reading. */
    int intervalOf(long micros) {
        int found = Arrays.binarySearch(atMillis, micros / MICROS_PER_MILLI);
        int interval = found >= 0 ? found : -found - 2;
        return interval >= intervals() ? -1 : interval;
    }

    /** Middle of an interval in milliseconds since the start of the window, never negative. */
    long middle(int interval) {
        return Math.max(0, atMillis[interval] + (atMillis[interval + 1] - atMillis[interval]) / 2);
    }

    /** Middle of the last interval; 0 where there is none. */
    long lastMiddle() {
        return intervals() == 0 ? 0 : middle(intervals() - 1);
    }
}
