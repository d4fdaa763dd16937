package dev.dropwhy.lab.scenario;

import dev.dropwhy.api.Verdict;
import dev.dropwhy.lab.investigation.Answer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a scenario ended.
 *
 * @param scenario the name of the scenario
 * @param faults everything that was not as it must be, one sentence each; empty when all was
 * @param pairs expected verdicts beside those that were given, for the confusion matrix
 * @param growth what the kernel's own counters grew by
 * @param headline what the product said in one sentence; null where it did not answer
 * @param notPlayed why it could not be played on this machine; null where it was
 * @param took how long it took
 */
public record Outcome(
        String scenario,
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

    /** Of a scenario that could not be played on this machine. */
    public static Outcome notPlayed(String scenario, String why) {
        return new Outcome(scenario, List.of(), List.of(), Map.of(), null, why, Duration.ZERO);
    }

    /**
     * Of a scenario that was played, and answered.
     *
     * @param growth what the kernel's own counters grew by
     */
    public static Outcome judged(
            String scenario, Expectation expectation, Map<String, Long> growth, Answer answer, Duration took) {
        Judgement judgement = new Judgement(expectation, growth);
        judgement.judge(answer);
        return new Outcome(
                scenario,
                judgement.faults(),
                judgement.pairs(),
                growth,
                answer.status().headline(),
                null,
                took);
    }

    /** Of a scenario that broke off: one fault, and none of the verdicts expected. */
    public static Outcome failed(String scenario, Expectation expectation, Exception failure, Duration took) {
        StringWriter trace = new StringWriter();
        if (failure instanceof IOException) {
            trace.write(String.valueOf(failure.getMessage()));
        } else {
            failure.printStackTrace(new PrintWriter(trace));
        }
        List<Pair> pairs = expectation.verdicts().stream()
                .map(expected -> new Pair(expected, null))
                .toList();
        return new Outcome(scenario, List.of("the scenario failed: " + trace), pairs, Map.of(), null, null, took);
    }

    /** The same, with more that was not as it must be. */
    public Outcome with(List<String> more) {
        List<String> all = new ArrayList<>(faults);
        all.addAll(more);
        return new Outcome(scenario, all, pairs, growth, headline, notPlayed, took);
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
