package dev.dropwhy.operator.investigation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.DropInvestigationStatus;
import dev.dropwhy.api.Totals;
import dev.dropwhy.operator.OperatorSettings;
import dev.dropwhy.operator.testing.Cluster;
import dev.dropwhy.operator.testing.RunningOperator;
import dev.dropwhy.operator.testing.SimulatedAgents;
import dev.dropwhy.operator.testing.Specs;
import dev.dropwhy.operator.testing.WatchesElsewhere;
import dev.dropwhy.operator.testing.WithApiServer;
import dev.dropwhy.testkit.ApiServer;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** An operator that sees the past, or did not see what happened (Sieve, OSDI '22, "stale states", "unobserved states"). */
@WithApiServer
class StaleCacheTest {

    private final Cluster cluster;

    StaleCacheTest(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void anOperatorWhoseCacheStandsStillDoesNotUndoWhatAnotherHasEnded() {
        cluster.nodes("a");
        try (ApiServer.Replica lagging = cluster.server().replica()) {
            var requests = new WatchesElsewhere(lagging.port());
            try (var _ = new RunningOperator(cluster.client(requests), settings())) {
                cluster.investigate("stale", Specs.seconds(5));
                Awaitility.await("its start")
                        .atMost(Cluster.PATIENCE)
                        .until(() -> cluster.reports().size() == 1
                                && cluster.agents().size() == 1);
                lagging.freeze();
                DropInvestigationStatus ended = endedByAnother();

                Awaitility.await("the stale operator's verdict at its deadline, refused")
                        .atMost(Cluster.PATIENCE)
                        .until(() -> requests.conflicts() > 0);
                assertThat(cluster.investigation("stale").getStatus()).isEqualTo(ended);
                lagging.thaw();
                Awaitility.await("its agents' end")
                        .atMost(Cluster.PATIENCE)
                        .until(() -> cluster.agents().isEmpty());
                assertThat(cluster.investigation("stale").getStatus()).isEqualTo(ended);
            }
        }
    }

    private DropInvestigationStatus endedByAnother() {
        try (var _ = new RunningOperator(cluster.client(), settings());
                var _ = new SimulatedAgents(cluster.admin(), SimulatedAgents::spanningTree)) {
            DropInvestigationStatus ended = cluster.awaitEnd("stale").getStatus();
            assertThat(ended.totals()).isEqualTo(new Totals(30, 30, 0, 0));
            return ended;
        }
    }

    @Test
    void whatWasDeletedAndCreatedAnewWhileNobodyLookedIsANewInvestigation() {
        cluster.nodes("a");
        try (var _ = new RunningOperator(cluster.client(), settings());
                var _ = new SimulatedAgents(cluster.admin(), SimulatedAgents::spanningTree)) {
            cluster.investigate("twice", Specs.seconds(60));
            cluster.awaitEnd("twice");
        }
        cluster.admin().resource(cluster.investigation("twice")).delete();
        cluster.investigate("twice", Specs.seconds(60));

        try (var _ = new RunningOperator(cluster.client(), settings());
                var _ = new SimulatedAgents(cluster.admin(), SimulatedAgents::quiet)) {
            DropInvestigation ended = cluster.awaitEnd("twice");
            assertThat(ended.getStatus().totals()).isEqualTo(new Totals(0, 0, 0, 0));
        }
    }

    @Test
    void reportsThatCameWhileNobodyLookedCount() {
        cluster.nodes("a", "b");
        try (var _ = new RunningOperator(cluster.client(), settings())) {
            cluster.investigate("away", Specs.seconds(60));
            Awaitility.await("the reports")
                    .atMost(Cluster.PATIENCE)
                    .until(() -> cluster.reports().size() == 2);
        }
        cluster.reports()
                .forEach(
                        report -> SimulatedAgents.write(cluster.admin(), report, SimulatedAgents.spanningTree(report)));

        try (var _ = new RunningOperator(cluster.client(), settings())) {
            assertThat(cluster.awaitEnd("away").getStatus().totals()).isEqualTo(new Totals(60, 60, 0, 0));
        }
    }

    @Test
    void aRunSurvivesTheApiServersRestart() {
        cluster.nodes("a", "b");
        try (var _ = new RunningOperator(cluster.client(), Cluster.settings(Duration.ofSeconds(60)))) {
            cluster.investigate("restart", Specs.seconds(60));
            Awaitility.await("the reports")
                    .atMost(Cluster.PATIENCE)
                    .until(() -> cluster.reports().size() == 2);
            cluster.server().startServer();
            cluster.reports()
                    .forEach(report ->
                            SimulatedAgents.write(cluster.admin(), report, SimulatedAgents.spanningTree(report)));

            assertThat(cluster.awaitEnd("restart").getStatus().totals()).isEqualTo(new Totals(60, 60, 0, 0));
        }
    }

    private static OperatorSettings settings() {
        return Cluster.settings(Duration.ofSeconds(1));
    }
}
