package dev.dropwhy.operator.investigation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.api.DropInvestigationStatus;
import dev.dropwhy.operator.testing.Cluster;
import dev.dropwhy.operator.testing.FaultyProxy;
import dev.dropwhy.operator.testing.Outcome;
import dev.dropwhy.operator.testing.RunningOperator;
import dev.dropwhy.operator.testing.SimulatedAgents;
import dev.dropwhy.operator.testing.Specs;
import dev.dropwhy.operator.testing.TroubledServer;
import dev.dropwhy.operator.testing.WithApiServer;
import io.fabric8.kubernetes.api.model.Event;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The API server is slow, answers 429, and refuses each write with a conflict once: nothing is lost. */
@WithApiServer
class TroubledServerTest {

    private final Cluster cluster;

    TroubledServerTest(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void theRunEndsAsOnAServerWithoutTrouble() {
        cluster.nodes("a", "b", "c", "d", "e");
        var trouble = new TroubledServer();

        DropInvestigationStatus faultless = ended("faultless", FaultyProxy.Fault.NONE);
        DropInvestigationStatus troubled = ended("troubled", trouble);

        assertThat(troubled).isEqualTo(faultless);
        assertThat(trouble.conflicts()).as("conflicts").isGreaterThanOrEqualTo(4);
        assertThat(trouble.overloads()).as("overloads").isGreaterThanOrEqualTo(4);
    }

    private DropInvestigationStatus ended(String name, FaultyProxy.Fault fault) {
        try (var proxy = new FaultyProxy(cluster.server(), fault);
                var _ = new RunningOperator(proxy.client(), Cluster.settings(Duration.ofSeconds(60)));
                var _ = new SimulatedAgents(cluster.admin(), SimulatedAgents::spanningTree)) {
            cluster.investigate(name, Specs.seconds(60));
            DropInvestigationStatus status = cluster.awaitEnd(name).getStatus();
            Awaitility.await("the agents' end")
                    .atMost(Cluster.PATIENCE)
                    .until(() -> cluster.agents().isEmpty());
            Awaitility.await("its Events")
                    .atMost(Cluster.PATIENCE)
                    .untilAsserted(() -> assertThat(cluster.events(name))
                            .extracting(Event::getReason)
                            .containsExactlyInAnyOrder("Started", "Verdict"));
            assertThat(cluster.reports())
                    .filteredOn(
                            report -> report.getSpec().investigation().name().equals(name))
                    .hasSize(5);
            return Outcome.timeless(status);
        }
    }
}
