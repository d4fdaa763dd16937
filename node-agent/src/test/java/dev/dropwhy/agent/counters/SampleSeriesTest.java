package dev.dropwhy.agent.counters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.diagnosis.counters.Growth;
import dev.dropwhy.diagnosis.observation.CounterSample;
import java.util.List;
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

    @Test
    void keepsNoMoreThanItMayAndLosesNoGrowth() {
        SampleSeries series = new SampleSeries(10);
        for (long second = 0; second <= 3600; second++) {
            series.add(second * 1000, Map.of("packets", 7 * second, "odd", second / 2, "still", 5L));
        }
        List<CounterSample> samples = series.samples();
        assertThat(samples).hasSizeBetween(5, 10);
        assertThat(samples)
                .extracting(CounterSample::atMillis)
                .isSorted()
                .startsWith(0L)
                .endsWith(3_600_000L);
        assertThat(samples.getFirst().values()).isEqualTo(Map.of("packets", 0L, "odd", 0L, "still", 5L));
        assertThat(samples.getLast().values()).isEqualTo(Map.of("packets", 25_200L, "odd", 1800L, "still", 5L));
        for (CounterSample sample : samples) {
            assertThat(sample.values()).containsEntry("packets", 7 * sample.atMillis() / 1000);
        }
        Growth growth = Growth.over(samples);
        assertThat(growth.of("packets")).isEqualTo(25_200);
        assertThat(growth.of("odd")).isEqualTo(1800);
    }

    @Test
    void remembersAResetWhenItThins() {
        SampleSeries series = new SampleSeries(4);
        for (long second = 0; second < 100; second++) {
            series.add(second * 1000, Map.of("packets", second < 50 ? 1000 + second : second));
        }
        assertThat(series.samples()).hasSizeLessThanOrEqualTo(4);
        assertThat(Growth.over(series.samples()).reset()).containsExactly("packets");
    }
}
