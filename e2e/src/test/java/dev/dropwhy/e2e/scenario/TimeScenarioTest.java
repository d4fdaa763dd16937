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
import io.fabric8.kubernetes.api.model.NodeStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
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
        Node ghost = ghost(client);
        try (Uplink uplink = Uplink.plug(installation.cluster(), Duration.ofMillis(500))) {
            investigations.ask(
                    "deadline", uplink, 5, 3600, "ghost", real.getMetadata().getName());

            DropInvestigationStatus status = investigations.awaitEnd("deadline", PATIENCE);

            NodeSummary nodes = Objects.requireNonNull(status.nodes());
            assertThat(nodes.reported()).isEqualTo(1);
            assertThat(nodes.failed()).isEqualTo(1);
            assertThat(nodes.failedNodes()).singleElement().asString().startsWith("ghost: ");
            assertThat(Investigations.condition(status, "ReportsCollected")).isEqualTo("False");
            assertThat(status.verdicts()).isNotEmpty();
        } finally {
            investigations.delete("deadline");
            client.resource(ghost).delete();
            // nobody but a kubelet ends a pod, and the node's garbage collector takes a minute
            investigations.agents().stream()
                    .filter(agent -> "ghost".equals(agent.getSpec().getNodeName()))
                    .forEach(agent -> client.resource(agent).withGracePeriod(0).delete());
        }
    }

    /** A node that says it is ready and has no kubelet: whatever is placed on it never starts. */
    private static Node ghost(KubernetesClient client) {
        Node ghost = new NodeBuilder()
                .withNewMetadata()
                .withName("ghost")
                .addToLabels("kubernetes.io/os", "linux")
                .endMetadata()
                .build();
        client.resource(ghost).create();
        ghost.setStatus(new NodeStatusBuilder()
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .withReason("KubeletReady")
                .withLastHeartbeatTime(Instant.now().toString())
                .withLastTransitionTime(Instant.now().toString())
                .endCondition()
                .build());
        return client.resource(ghost).patchStatus();
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
