package dev.dropwhy.diagnosis.cadence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.api.Cadence;
import dev.dropwhy.api.CadenceShape;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CadenceAnalysisTest {

    private static final Timer HELLO = new Timer(2000, "STP hello", true);

    @Test
    void aTimerIsSteadyAndNamed() {
        Cadence cadence = of(LongStream.range(0, 30).map(i -> i * 2_000_000 + i % 3 * 3000));
        assertThat(cadence.shape()).isEqualTo(CadenceShape.Steady);
        assertThat(cadence.periodMillis()).isBetween(1990L, 2010L);
        assertThat(cadence.jitterMillis()).isLessThan(10);
        assertThat(cadence.matches()).isEqualTo("STP hello 2 s, as the sender announces");
    }

    @Test
    void aMissedBeatDoesNotMatter() {
        Cadence cadence = of(LongStream.range(0, 30).filter(i -> i % 7 != 3).map(i -> i * 2_000_000));
        assertThat(cadence.shape()).isEqualTo(CadenceShape.Steady);
        assertThat(cadence.periodMillis()).isEqualTo(2000);
    }

    @Test
    void manyAtOnceAreABurst() {
        assertThat(of(LongStream.range(0, 50).map(i -> 10_000_000 + i * 1000)).shape())
                .isEqualTo(CadenceShape.Burst);
    }

    @Test
    void noPatternIsIrregular() {
        assertThat(of(LongStream.of(1, 4, 5, 19, 20, 33, 52, 53, 59).map(i -> i * 1_000_000))
                        .shape())
                .isEqualTo(CadenceShape.Irregular);
    }

    @Test
    void oneIsSingleAndTwoAreTooFewToSay() {
        assertThat(of(LongStream.of(5_000_000)).shape()).isEqualTo(CadenceShape.Single);
        Cadence two = of(LongStream.of(5_000_000, 7_000_000));
        assertThat(two.shape()).isEqualTo(CadenceShape.Single);
        assertThat(two.periodMillis()).isEqualTo(2000);
    }

    @Test
    void incompleteTimesGiveTheMeanOnly() {
        Cadence cadence = CadenceAnalysis.of(List.of(1L, 2L), 601, 0, 60_000, 60_000, List.of());
        assertThat(cadence.periodMillis()).isEqualTo(100);
        assertThat(cadence.jitterMillis()).isNull();
    }

    private static Cadence of(LongStream micros) {
        List<Long> arrivals = micros.boxed().toList();
        return CadenceAnalysis.of(arrivals, arrivals.size(), 0, 0, 60_000, List.of(HELLO));
    }
}
