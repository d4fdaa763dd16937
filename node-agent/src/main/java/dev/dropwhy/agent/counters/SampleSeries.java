package dev.dropwhy.agent.counters;

import dev.dropwhy.diagnosis.observation.CounterSample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects samples of one set of counters and keeps them small: the first and the last are complete, those between hold
 * what differs from the sample before.
 */
public final class SampleSeries {

    private final List<CounterSample> samples = new ArrayList<>();
    private @Nullable Map<String, Long> last;
    private long lastAt;

    /**
     * Adds a sample.
     *
     * @param atMillis milliseconds since the start of the window, later than the sample before
     * @param values all counters
     */
    public void add(long atMillis, Map<String, Long> values) {
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
