package dev.dropwhy.agent.counters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.diagnosis.observation.CounterSample;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SampleSeriesTest {

    @Test
    void firstAndLastAreCompleteAndTheRestHoldsChanges() {
        SampleSeries series = new SampleSeries();
        series.add(0, Map.of("a", 1L, "b", 5L));
        series.add(1000, Map.of("a", 2L, "b", 5L));
        series.add(2000, Map.of("a", 2L, "b", 5L));
        series.add(3000, Map.of("a", 2L, "b", 6L));
        assertThat(series.samples())
                .containsExactly(
                        new CounterSample(0, Map.of("a", 1L, "b", 5L)),
                        new CounterSample(1000, Map.of("a", 2L)),
                        new CounterSample(2000, Map.of()),
                        new CounterSample(3000, Map.of("a", 2L, "b", 6L)));
    }

    @Test
    void aSingleSampleIsFirstAndLast() {
        SampleSeries series = new SampleSeries();
        series.add(3, Map.of("a", 1L));
        assertThat(series.samples()).containsExactly(new CounterSample(3, Map.of("a", 1L)));
        assertThat(new SampleSeries().samples()).isEmpty();
    }
}
