package dev.dropwhy.lab;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dropwhy.lab.scenario.Outcome;
import dev.dropwhy.lab.virtio.VirtioLab;
import dev.dropwhy.lab.virtio.VirtioLab.Experiment;
import dev.dropwhy.lab.virtio.guest.Guest;
import dev.dropwhy.lab.virtio.scenario.VirtioScenarios;
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

/** Every scenario of the virtio lab on every kernel is one test; the confusion matrix is printed when all are through. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VirtioTest {

    private final Map<Experiment, CompletableFuture<Outcome>> outcomes = new LinkedHashMap<>();

    @BeforeAll
    void needWhatTheLabNeeds() {
        Optional<String> missing = Guest.missing();
        assumeTrue(missing.isEmpty(), () -> "The virtio lab is skipped: " + missing.orElse("") + ".");
    }

    @TestFactory
    Stream<DynamicTest> theWholeAnswerIsRightOnEveryKernel() {
        outcomes.putAll(VirtioLab.ofThisBuild(VirtioLab.cache()).play(VirtioLab.RELEASES, VirtioScenarios.all()));
        return outcomes.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey().name() + ": " + entry.getKey().scenario().fact(),
                        () -> Outcomes.check(entry.getValue())));
    }

    @AfterAll
    void printMatrix() {
        Outcomes.print(outcomes.values());
    }
}
