package dev.dropwhy.lab;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dropwhy.lab.scenario.Outcome;
import dev.dropwhy.lab.scenario.Scenario;
import dev.dropwhy.lab.scenario.Scenarios;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Every scenario of the lab is one test; the confusion matrix is printed when all are through. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScenariosTest {

    private final Map<Scenario, CompletableFuture<Outcome>> outcomes = new LinkedHashMap<>();

    @BeforeAll
    void needWhatTheLabNeeds() throws IOException, InterruptedException {
        Optional<String> missing = Prerequisites.missing();
        missing.ifPresent(System.out::println);
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        Lab.removeStale();
    }

    @TestFactory
    Stream<DynamicTest> theWholeAnswerIsRight() {
        outcomes.putAll(new Laboratory(Lab.BESIDE).play(Scenarios.all()));
        return outcomes.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey().name() + ": " + entry.getKey().fact(), () -> Outcomes.check(entry.getValue())));
    }

    @AfterAll
    void printMatrix() {
        Outcomes.print(outcomes.values());
    }
}
