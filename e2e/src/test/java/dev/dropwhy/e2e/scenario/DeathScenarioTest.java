package dev.dropwhy.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dropwhy.api.DropInvestigationStatus;
import dev.dropwhy.e2e.chart.Chart;
import dev.dropwhy.e2e.cluster.Installation;
import dev.dropwhy.e2e.cluster.InstalledCluster;
import dev.dropwhy.e2e.cluster.Uplink;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whoever dies in the middle of a run, it ends, and with a status that is true. */
@ExtendWith(InstalledCluster.class)
class DeathScenarioTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Test
    void anAgentThatIsKilledInItsWindowStillReports(Installation installation) throws Exception {
        Investigations investigations = new Investigations(installation.client());
        try (Uplink uplink = Uplink.plug(installation.cluster(), Duration.ofMillis(500))) {
            String uid = investigations
                    .ask("agent-dies", uplink, 20, 3600)
                    .getMetadata()
                    .getUid();
            investigations.awaitStatus("agent-dies", PATIENCE, DeathScenarioTest::observes);

            AgentProcess.of(uid).kill();
            DropInvestigationStatus status = investigations.awaitEnd("agent-dies", PATIENCE);

            assertThat(Objects.requireNonNull(status.nodes()).reported()).isEqualTo(1);
            assertThat(status.verdicts())
                    .anySatisfy(verdict -> assertThat(verdict.protocol()).isEqualTo("Lldp"));
        } finally {
            investigations.delete("agent-dies");
        }
    }

    @Test
    void aRunOutlivesItsOperator(Installation installation) throws Exception {
        KubernetesClient client = installation.client();
        Investigations investigations = new Investigations(client);
        try (Uplink uplink = Uplink.plug(installation.cluster(), Duration.ofMillis(500))) {
            investigations.ask("operator-dies", uplink, 10, 3600);
            investigations.awaitStatus("operator-dies", PATIENCE, DeathScenarioTest::observes);

            client.pods()
                    .inNamespace(Chart.NAMESPACE)
                    .withLabel("app.kubernetes.io/name", "dropwhy-operator")
                    .list()
                    .getItems()
                    .forEach(operator -> kill(client, operator));
            DropInvestigationStatus status = investigations.awaitEnd("operator-dies", PATIENCE);

            assertThat(Investigations.condition(status, "Succeeded")).isEqualTo("True");
            assertThat(status.verdicts())
                    .anySatisfy(verdict -> assertThat(verdict.protocol()).isEqualTo("Lldp"));
            await().atMost(PATIENCE).until(() -> operatorsAreReady(client));
        } finally {
            investigations.delete("operator-dies");
        }
    }

    private static boolean observes(DropInvestigationStatus status) {
        return status.nodes() != null && status.nodes().observing() == 1;
    }

    /** The pod is gone at once. */
    private static void kill(KubernetesClient client, Pod pod) {
        client.resource(pod).withGracePeriod(0).delete();
    }

    private static boolean operatorsAreReady(KubernetesClient client) {
        return client.apps().deployments().inNamespace(Chart.NAMESPACE).list().getItems().stream()
                .allMatch(Readiness.getInstance()::isReady);
    }
}
