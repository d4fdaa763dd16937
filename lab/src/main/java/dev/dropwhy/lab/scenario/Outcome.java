package dev.dropwhy.lab.scenario;

import dev.dropwhy.api.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a scenario ended.
 *
 * @param scenario the scenario
 * @param faults everything that was not as it must be, one sentence each; empty when all was
 * @param pairs expected verdicts beside those that were given, for the confusion matrix
 * @param growth what the kernel's own counters grew by
 * @param headline what the product said in one sentence; null where it did not answer
 * @param notPlayed why it could not be played on this machine; null where it was
 * @param took how long it took
 */
public record Outcome(
        Scenario scenario,
        List<String> faults,
        List<Pair> pairs,
        Map<String, Long> growth,
        @Nullable String headline,
        @Nullable String notPlayed,
        Duration took) {

    public Outcome {
        faults = List.copyOf(faults);
        pairs = List.copyOf(pairs);
        growth = Map.copyOf(growth);
    }

    static Outcome notPlayed(Scenario scenario, String why) {
        return new Outcome(scenario, List.of(), List.of(), Map.of(), null, why, Duration.ZERO);
    }

    /** Whether everything was as it must be. */
    public boolean right() {
        return faults.isEmpty() && notPlayed == null;
    }

    /**
     * An expected verdict and the one given for it.
     *
     * @param expected null where none was expected
     * @param given null where none was given
     */
    public record Pair(
            @Nullable ExpectedVerdict expected, @Nullable Verdict given) {}
}
