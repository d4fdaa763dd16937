package dev.dropwhy.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dropwhy.lab.scenario.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What the labs' tests do with what comes out of scenarios that are played in the background. */
final class Outcomes {

    private Outcomes() {}

    /** Waits for a scenario's end; right in everything, or skipped with the reason. */
    static void check(CompletableFuture<Outcome> pending) throws Exception {
        Outcome outcome = pending.get();
        String notPlayed = outcome.notPlayed();
        assumeTrue(notPlayed == null, notPlayed);
        assertThat(outcome.faults()).isEmpty();
    }

    /** Prints those that are known, and their confusion matrix. */
    static void print(Collection<CompletableFuture<Outcome>> outcomes) {
        List<Outcome> known = new ArrayList<>();
        for (CompletableFuture<Outcome> outcome : outcomes) {
            if (outcome.isDone() && !outcome.isCompletedExceptionally()) {
                known.add(outcome.join());
            }
        }
        if (!known.isEmpty()) {
            known.forEach(outcome -> System.out.println(Lab.describe(outcome)));
            System.out.println(new ConfusionMatrix(known).text());
        }
    }
}
