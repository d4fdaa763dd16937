package dev.dropwhy.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.DropInvestigationStatus;
import dev.dropwhy.api.NodeSummary;
import dev.dropwhy.e2e.cluster.Installation;
import dev.dropwhy.e2e.cluster.InstalledCluster;
import dev.dropwhy.e2e.cluster.Uplink;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Deadline and time to live. */
@ExtendWith(InstalledCluster.class)
class TimeScenarioTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Test
    void aNodeThatNeverAnswersIsCountedAsFailedAndTheOthersStillCount(Installation installation) throws Exception {
        KubernetesClient client = installation.client();
        Investigations investigations = new Investigations(client);
        Node real = client.nodes().list().getItems().getFirst();
        Node ghost = client.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName("ghost")
                        .addToLabels("kubernetes.io/os", "linux")
                        .endMetadata()
                        .build())
                .create();
        try (Uplink uplink = Uplink.plug(installation.cluster(), Duration.ofMillis(500))) {
            investigations.ask(
                    "deadline", uplink, 5, 3600, "ghost", real.getMetadata().getName());

            DropInvestigationStatus status = investigations.awaitEnd("deadline", PATIENCE);

            NodeSummary nodes = Objects.requireNonNull(status.nodes());
            assertThat(nodes.reported()).isEqualTo(1);
            int without = nodes.failed()
                    + nodes.skipped().stream()
                            .mapToInt(skipped -> skipped.count())
                            .sum();
            assertThat(without).as("failed or skipped: %s", nodes).isEqualTo(1);
            assertThat(status.verdicts()).isNotEmpty();
        } finally {
            investigations.delete("deadline");
            client.resource(ghost).delete();
        }
    }

    @Test
    void anInvestigationIsDeletedWhenItsTimeToLiveIsOver(Installation installation) throws Exception {
        KubernetesClient client = installation.client();
        Investigations investigations = new Investigations(client);
        try (Uplink uplink = Uplink.plug(installation.cluster(), Duration.ofMillis(500))) {
            investigations.ask("short-lived", uplink, 5, 3);

            await().atMost(PATIENCE)
                    .until(() -> client.resources(DropInvestigation.class)
                                    .withName("short-lived")
                                    .get()
                            == null);
        }
    }
}
