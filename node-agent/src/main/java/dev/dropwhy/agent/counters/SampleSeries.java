package dev.dropwhy.agent.counters;

import dev.dropwhy.diagnosis.observation.CounterSample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects samples of one set of counters and keeps them small: the first and the last are complete, those between hold
 * what differs from the sample before. Where there are more than it may keep, every second one between is merged with the
 * one after it: a long window becomes coarser, and no growth is lost. A counter that went back and forth between two samples
 * that were merged is seen as it was at the second.
 */
public final class SampleSeries {

    /** Fewer would say nothing of when a counter grew. */
    private static final int LEAST = 4;

    private final List<CounterSample> samples = new ArrayList<>();
    private final int most;
    private @Nullable Map<String, Long> last;
    private long lastAt;

    /** Keeps every sample. */
    public SampleSeries() {
        this(Integer.MAX_VALUE);
    }

    /**
     * Keeps samples of up to a number.
     *
     * @param most how many to keep; 4 where it is less
     */
    public SampleSeries(int most) {
        this.most = Math.max(LEAST, most);
    }

    /**
     * Adds a sample.
     *
     * @param atMillis milliseconds since the start of the window, later than the sample before
     * @param values all counters
     */
    public void add(long atMillis, Map<String, Long> values) {
        if (samples.size() >= most) {
            thin();
        }
        Map<String, Long> before = last;
        if (before == null) {
            samples.add(new CounterSample(atMillis, values));
        } else {
            Map<String, Long> changed = new LinkedHashMap<>();
            values.forEach((name, value) -> {
                if (!value.equals(before.get(name))) {
                    changed.put(name, value);
                }
            });
            samples.add(new CounterSample(atMillis, changed));
        }
        last = values;
        lastAt = atMillis;
    }

    /** Halves the samples after the first. What changed at a sample that goes is a part of the one that stays. */
    private void thin() {
        List<CounterSample> kept = new ArrayList<>(most);
        kept.add(samples.getFirst());
        for (int i = 1; i < samples.size(); i += 2) {
            CounterSample one = samples.get(i);
            if (i + 1 == samples.size()) {
                kept.add(one);
            } else {
                CounterSample next = samples.get(i + 1);
                Map<String, Long> changed = new LinkedHashMap<>(one.values());
                changed.putAll(next.values());
                kept.add(new CounterSample(next.atMillis(), changed));
            }
        }
        samples.clear();
        samples.addAll(kept);
    }

    /** The samples so far, the last one complete. Empty where none was added. */
    public List<CounterSample> samples() {
        Map<String, Long> complete = last;
        if (complete == null || samples.size() < 2) {
            return List.copyOf(samples);
        }
        List<CounterSample> result = new ArrayList<>(samples);
        result.set(result.size() - 1, new CounterSample(lastAt, complete));
        return List.copyOf(result);
    }
}
