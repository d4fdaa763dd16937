package dev.dropwhy.lab;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dropwhy.lab.scenario.Outcome;
import dev.dropwhy.lab.virtio.VirtioLab;
import dev.dropwhy.lab.virtio.VirtioLab.Experiment;
import dev.dropwhy.lab.virtio.guest.Guest;
import dev.dropwhy.lab.virtio.scenario.VirtioScenarios;
import java.nio.file.Files;
import java.nio.file.Path;
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

/**
 * The agent's image for arm64 on arm64 kernels in QEMU: the scenarios of the virtio lab again. Plays where somebody built
 * that image ({@code images/build.sh arm64}); its agent is as old as that build.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Arm64ImageTest {

    /** What the slowest scenario needs, the storm. */
    private static final int WINDOW_SECONDS = 30;

    private static final Path ARCHIVE = Path.of("../images/agent/target/dropwhy-agent-arm64.tar");

    private final Map<Experiment, CompletableFuture<Outcome>> outcomes = new LinkedHashMap<>();

    @BeforeAll
    void needWhatTheLabNeeds() {
        Optional<String> missing = Files.exists(ARCHIVE)
                ? Guest.missingForArm64()
                : Optional.of("the image for arm64 is not built (images/build.sh arm64)");
        assumeTrue(missing.isEmpty(), () -> "The arm64 image is not tried: " + missing.orElse("") + ".");
    }

    @TestFactory
    Stream<DynamicTest> theWholeAnswerIsRightOnArm64() {
        outcomes.putAll(VirtioLab.ofArm64Image(VirtioLab.cache(), ARCHIVE)
                .play(VirtioLab.RELEASES_OF_ARM64, VirtioScenarios.plain(WINDOW_SECONDS)));
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
