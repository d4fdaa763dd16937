package dev.dropwhy.diagnosis.observation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counters at one moment.
 *
 * @param atMillis milliseconds since the start of the window
 * @param values counter values by name
 */
public record CounterSample(long atMillis, Map<String, Long> values) {

    public CounterSample {
        values = values == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
