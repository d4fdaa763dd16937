package dev.dropwhy.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dropwhy.api.Cause;
import dev.dropwhy.api.DropInvestigationStatus;
import dev.dropwhy.api.Severity;
import dev.dropwhy.api.Verdict;
import dev.dropwhy.e2e.cluster.Installation;
import dev.dropwhy.e2e.cluster.InstalledCluster;
import dev.dropwhy.e2e.cluster.Uplink;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From {@code kubectl apply} to a verdict that names who causes the drops. */
@ExtendWith(InstalledCluster.class)
class VerdictScenarioTest {

    private static final int WINDOW_SECONDS = 10;

    /**
     * The image is on the node: what is left is starting the agent, reporting and judging. On a quiet machine it takes less
     * than 5 s (docs/benchmarks.md); tests share theirs with a build.
     */
    private static final Duration OVERHEAD = Duration.ofSeconds(20);

    @Test
    void anAppliedInvestigationEndsWithAVerdictThatNamesTheSpeaker(Installation installation) throws Exception {
        Investigations investigations = new Investigations(installation.client());
        try (Uplink uplink = Uplink.plug(installation.cluster(), Duration.ofMillis(500))) {
            long applied = System.nanoTime();
            String uid = investigations
                    .applyExample("uplink.yaml", WINDOW_SECONDS)
                    .getMetadata()
                    .getUid();
            investigations.awaitStatus("uplink", Duration.ofSeconds(60), VerdictScenarioTest::observes);
            List<String> memory = AgentProcess.of(uid).residentMemory();

            DropInvestigationStatus status = investigations.awaitEnd("uplink", Duration.ofSeconds(60));

            Duration overhead = Duration.ofNanos(System.nanoTime() - applied).minusSeconds(WINDOW_SECONDS);
            System.out.println("from apply to verdict, less the window: " + overhead.toMillis() + " ms");
            System.out.println("agent in its window: " + String.join(", ", memory));
            assertNamesTheSwitch(status, uplink);
            assertThat(Investigations.condition(status, "Succeeded")).isEqualTo("True");
            assertThat(Objects.requireNonNull(status.nodes()).reported()).isEqualTo(1);
            assertThat(Objects.requireNonNull(status.totals()).unexplained()).isZero();
            assertThat(overhead).isLessThanOrEqualTo(OVERHEAD);
        } finally {
            investigations.delete("uplink");
        }
    }

    @Test
    void theAgentsLeaveWhenTheWindowIsOver(Installation installation) throws Exception {
        Investigations investigations = new Investigations(installation.client());
        try (Uplink uplink = Uplink.plug(installation.cluster(), Duration.ofMillis(500))) {
            investigations.ask("leaves-nothing", uplink, 5, 3600);
            investigations.awaitEnd("leaves-nothing", Duration.ofSeconds(60));

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> investigations.agents().isEmpty());
        } finally {
            investigations.delete("leaves-nothing");
        }
    }

    @Test
    void twoInvestigationsAtOnceDoNotDisturbEachOther(Installation installation) throws Exception {
        Investigations investigations = new Investigations(installation.client());
        try (Uplink uplink = Uplink.plug(installation.cluster(), Duration.ofMillis(500))) {
            investigations.ask("twin-a", uplink, 8, 3600);
            investigations.ask("twin-b", uplink, 8, 3600);

            assertNamesTheSwitch(investigations.awaitEnd("twin-a", Duration.ofSeconds(60)), uplink);
            assertNamesTheSwitch(investigations.awaitEnd("twin-b", Duration.ofSeconds(60)), uplink);
        } finally {
            investigations.delete("twin-a");
            investigations.delete("twin-b");
        }
    }

    private static boolean observes(DropInvestigationStatus status) {
        return status.nodes() != null && status.nodes().observing() == 1;
    }

    private static void assertNamesTheSwitch(DropInvestigationStatus status, Uplink uplink) {
        assertThat(status.verdicts()).as(() -> "headline: " + status.headline()).isNotEmpty();
        Verdict verdict = status.verdicts().getFirst();
        assertThat(verdict.cause()).isEqualTo(Cause.UnhandledLinkProtocol);
        assertThat(verdict.protocol()).isEqualTo("Lldp");
        assertThat(verdict.severity()).isEqualTo(Severity.Benign);
        assertThat(verdict.interfaces()).containsExactly(uplink.interfaceName());
        assertThat(verdict.speaker()).satisfies(speaker -> {
            assertThat(speaker.systemName()).isEqualTo(Uplink.SWITCH_NAME);
            assertThat(speaker.portId()).isEqualTo(Uplink.SWITCH_PORT);
            assertThat(speaker.mac()).isEqualTo(Uplink.SWITCH_MAC);
        });
    }
}
