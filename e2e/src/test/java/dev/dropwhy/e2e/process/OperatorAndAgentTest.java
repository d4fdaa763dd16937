package dev.dropwhy.e2e.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dropwhy.api.Cause;
import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.DropInvestigationStatus;
import dev.dropwhy.api.NodeSummary;
import dev.dropwhy.api.Severity;
import dev.dropwhy.api.Speaker;
import dev.dropwhy.api.Totals;
import dev.dropwhy.api.Verdict;
import dev.dropwhy.e2e.chart.Chart;
import dev.dropwhy.testkit.ApiServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From {@code kubectl apply -f examples/uplink.yaml} to the verdict, and back to nothing. */
class OperatorAndAgentTest {

    @Test
    void anAppliedExampleIsAnsweredAndLeavesNothing(@TempDir Path folder) throws IOException, InterruptedException {
        try (PlayedCluster cluster = PlayedCluster.start(folder)) {
            DropInvestigation applied = apply(cluster.client());
            cluster.runAgent();
            DropInvestigationStatus status = awaitEnd(cluster, applied);

            assertAnswer(status);
            assertThat(statusWrites(cluster.server())).as("writes by the agent").isEqualTo(2);

            cluster.client().resource(applied).delete();
            cluster.assertNothingIsLeft();
            assertThat(cluster.operator().terminate())
                    .as("exit code of the operator")
                    .isIn(0, 143);
        }
    }

    private static void assertAnswer(DropInvestigationStatus status) {
        assertThat(status.conditions()).anySatisfy(condition -> {
            assertThat(condition.type()).isEqualTo("Succeeded");
            assertThat(condition.status()).isEqualTo("True");
        });
        NodeSummary nodes = Objects.requireNonNull(status.nodes());
        assertThat(nodes.reported()).isEqualTo(1);
        assertThat(nodes.failed()).isZero();
        Totals totals = Objects.requireNonNull(status.totals());
        assertThat(totals.dropped()).isGreaterThan(50);
        assertThat(totals.unexplained()).isZero();
        assertThat(status.verdicts()).hasSize(1);
        Verdict verdict = status.verdicts().getFirst();
        assertThat(verdict.cause()).isEqualTo(Cause.UnhandledLinkProtocol);
        assertThat(verdict.protocol()).isEqualTo("Lldp");
        assertThat(verdict.severity()).isEqualTo(Severity.Benign);
        // The switch speaks on after the last reading of the counters, but what it says then is not of this window.
        assertThat(verdict.count()).isEqualTo(totals.dropped());
        Speaker speaker = Objects.requireNonNull(verdict.speaker());
        assertThat(speaker.systemName()).isEqualTo("rack12-tor-a");
        assertThat(speaker.portId()).isEqualTo("Ethernet7");
        assertThat(verdict.sampleNodes()).containsExactly(PlayedCluster.NODE);
    }

    private static DropInvestigation apply(KubernetesClient client) throws IOException {
        String yaml = Files.readString(Chart.REPOSITORY.resolve("examples/uplink.yaml"));
        return client.resource(Serialization.unmarshal(yaml, DropInvestigation.class))
                .create();
    }

    private static DropInvestigationStatus awaitEnd(PlayedCluster cluster, DropInvestigation applied)
            throws IOException {
        try {
            return Objects.requireNonNull(await("the verdict")
                    .atMost(Duration.ofSeconds(150))
                    .pollInterval(Duration.ofMillis(500))
                    .until(
                            () -> cluster.client().resource(applied).get().getStatus(),
                            status -> status != null && status.completionTime() != null));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "no verdict; the agent says:\n" + cluster.node().agentOutput() + "\nthe operator says:\n"
                            + cluster.operator().output(),
                    e);
        }
    }

    private static long statusWrites(ApiServer server) {
        return server.audit().stream()
                .filter(line -> line.contains("\"subresource\":\"status\"")
                        && line.contains("system:serviceaccount:" + PlayedCluster.AGENTS)
                        && line.contains("\"code\":200"))
                .count();
    }
}
