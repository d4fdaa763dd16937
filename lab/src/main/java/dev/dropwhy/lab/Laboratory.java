package dev.dropwhy.lab;

import dev.dropwhy.lab.scenario.Outcome;
import dev.dropwhy.lab.scenario.Scenario;
import dev.dropwhy.lab.scenario.Trial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Plays scenarios: beside each other those that do not disturb each other, the others one by one afterwards.
 */
public final class Laboratory {

    private final int beside;

    /**
     * @param beside how many scenarios are played at a time
     */
    public Laboratory(int beside) {
        this.beside = beside;
    }

    /**
     * Starts to play.
     *
     * @return the outcome of each scenario, as soon as it is known, in the order given
     */
    public Map<Scenario, CompletableFuture<Outcome>> play(List<Scenario> scenarios) {
        Map<Scenario, CompletableFuture<Outcome>> outcomes = new LinkedHashMap<>();
        scenarios.forEach(scenario -> outcomes.put(scenario, new CompletableFuture<>()));
        Thread.ofPlatform().name("laboratory").daemon().start(() -> playAll(outcomes));
        return outcomes;
    }

    private void playAll(Map<Scenario, CompletableFuture<Outcome>> outcomes) {
        try (ExecutorService players = Executors.newFixedThreadPool(beside)) {
            outcomes.forEach((scenario, outcome) -> {
                if (!scenario.alone()) {
                    players.execute(() -> play(scenario, outcome));
                }
            });
        }
        outcomes.forEach((scenario, outcome) -> {
            if (scenario.alone()) {
                play(scenario, outcome);
            }
        });
    }

    private static void play(Scenario scenario, CompletableFuture<Outcome> outcome) {
        try {
            outcome.complete(Trial.watched(scenario));
        } catch (Throwable e) {
            outcome.completeExceptionally(e);
        }
    }
}
