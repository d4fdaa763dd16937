package dev.dropwhy.lab.flood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dropwhy.api.Cause;
import dev.dropwhy.api.Confidence;
import dev.dropwhy.api.Totals;
import dev.dropwhy.diagnosis.cluster.NodeReport;
import dev.dropwhy.diagnosis.observation.DropGroup;
import dev.dropwhy.lab.Lab;
import dev.dropwhy.lab.Prerequisites;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What must hold whatever a machine is flooded with. */
class FloodTest {

    /** Far below the agent's memory limit in a pod, 256 MiB. */
    private static final long MOST_BYTES = 192L << 20;

    /** The program keeps so many groups apart, and so many of drops that found no room there. */
    private static final int MOST_GROUPS = 8192 + 4096 + 1024;

    @BeforeAll
    static void needWhatTheLabNeeds() throws Exception {
        Optional<String> missing = Prerequisites.missing();
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        Lab.removeStale();
    }

    @Test
    void moreSendersAndProtocolsThanThereIsRoomForAreCountedAndExplainedToTheLastFrame() throws Exception {
        Flooded flooded = FloodTrial.ofFrames(200_000);
        assertExact(flooded, 200_000);
        assertBounded(flooded);
        assertThat(flooded.observation().drops())
                .as("groups of many protocols")
                .anyMatch(group -> group.etherType() == DropGroup.MANY_PROTOCOLS);
        assertThat(flooded.answer().status().verdicts().getFirst()).satisfies(verdict -> {
            assertThat(verdict.cause()).isEqualTo(Cause.UnhandledLinkProtocol);
            assertThat(verdict.protocol()).isEqualTo("ManyProtocols");
            assertThat(verdict.speaker()).isNull();
            assertThat(verdict.confidence()).isEqualTo(Confidence.High);
        });
    }

    @Test
    void moreInterfacesThanAreObservedDoNotHideTheOneThatDrops() throws Exception {
        Flooded flooded = FloodTrial.ofInterfaces(130, 1000);
        assertExact(flooded, 1000);
        assertBounded(flooded);
        assertThat(flooded.observation().interfaces()).hasSize(256);
        assertThat(flooded.observation().limitations())
                .anyMatch(line -> line.contains("262 interfaces were chosen and only the first 256 were observed"));
    }

    @Test
    void dropsOfOtherNamespacesAreSeenAndNotJudged() throws Exception {
        Flooded flooded = FloodTrial.ofNamespaces(20, 500);
        assertExact(flooded, 500);
        assertBounded(flooded);
        assertThat(flooded.observation().drops().stream()
                        .filter(group -> !group.observedNamespace() && group.etherType() == 0x88cc)
                        .mapToLong(DropGroup::count)
                        .sum())
                .isGreaterThanOrEqualTo(20 * 500);
    }

    private static void assertExact(Flooded flooded, long dropped) {
        assertThat(flooded.truth()).as("drops that the kernel counted").isEqualTo(dropped);
        assertThat(flooded.counted()).as("drops in groups").isEqualTo(dropped);
        assertThat(flooded.answer().status().totals()).isEqualTo(new Totals(dropped, dropped, 0, 0));
        assertThat(flooded.diagnosis().totals()).isEqualTo(new Totals(dropped, dropped, 0, 0));
    }

    private static void assertBounded(Flooded flooded) {
        assertThat(flooded.peakBytes()).as("resident bytes").isBetween(1L, MOST_BYTES);
        assertThat(flooded.observation().drops()).hasSizeLessThanOrEqualTo(MOST_GROUPS);
        assertThat(flooded.reportBytes()).isLessThanOrEqualTo(NodeReport.MAXIMUM_BYTES);
    }
}
