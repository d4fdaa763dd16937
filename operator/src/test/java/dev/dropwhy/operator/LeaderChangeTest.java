package dev.dropwhy.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.operator.testing.Cluster;
import dev.dropwhy.operator.testing.RunningOperator;
import dev.dropwhy.operator.testing.SimulatedAgents;
import dev.dropwhy.operator.testing.Specs;
import dev.dropwhy.operator.testing.WithApiServer;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@WithApiServer
class LeaderChangeTest {

    private final Cluster cluster;

    LeaderChangeTest(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void theReplicaThatStandsByTakesARunOverAndEndsIt() {
        cluster.nodes("a", "b");
        try (var second = startedAfter(new RunningOperator(cluster.client(), replica("first")))) {
            Awaitility.await("the second leads")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> second.operator().leads());
            try (var _ = new SimulatedAgents(cluster.admin(), SimulatedAgents::quiet)) {
                assertThat(cluster.awaitEnd("handed-over").getStatus().summary())
                        .isNotNull()
                        .satisfies(summary -> assertThat(summary.nodes()).isEqualTo("2/2"));
            }
        }
    }

    /** Starts the second replica, lets the first start a run, and stops the first. */
    private RunningOperator startedAfter(RunningOperator first) {
        try (first) {
            Awaitility.await("the first leads")
                    .atMost(Cluster.PATIENCE)
                    .until(() -> first.operator().leads());
            var second = new RunningOperator(cluster.client(), replica("second"));
            assertThat(second.operator().leads()).isFalse();
            assertThat(second.operator().isHealthy())
                    .as("it watches while it stands by")
                    .isTrue();
            cluster.investigate("handed-over", Specs.seconds(60));
            Awaitility.await("both reports")
                    .atMost(Cluster.PATIENCE)
                    .until(() -> cluster.reports().size() == 2);
            return second;
        }
    }

    private static OperatorSettings replica(String identity) {
        return new OperatorSettings(
                Cluster.SYSTEM, identity, true, 3, Duration.ofSeconds(30), 0, Cluster.agentSettings());
    }
}
