package dev.dropwhy.operator.investigation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.DropInvestigationStatus;
import dev.dropwhy.api.NodeDropReport;
import dev.dropwhy.api.Totals;
import dev.dropwhy.operator.testing.Cluster;
import dev.dropwhy.operator.testing.FaultyProxy;
import dev.dropwhy.operator.testing.LaggingServer;
import dev.dropwhy.operator.testing.RunningOperator;
import dev.dropwhy.operator.testing.SimulatedAgents;
import dev.dropwhy.operator.testing.Specs;
import dev.dropwhy.operator.testing.WithApiServer;
import io.fabric8.kubernetes.api.model.Event;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * An operator reconnects to an API server that lags, and lists the past (Sieve, OSDI '22, "stale states"): what has ended
 * stays as it ended, and what runs ends as without the fault.
 */
@WithApiServer
class LaggingListTest {

    private static final int WINDOW = 5;

    private final Cluster cluster;

    LaggingListTest(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void whatHasEndedStaysAsItEndedWhicheverPastIsListed() {
        cluster.nodes("a", "b");
        try (var proxy = new FaultyProxy(cluster.server(), FaultyProxy.Fault.NONE)) {
            cluster.investigate("past", Specs.seconds(WINDOW));
            long created = revision();
            try (var _ = new RunningOperator(proxy.client(), Cluster.settings(Duration.ofSeconds(1)))) {
                awaitReports();
                long running = revision();
                NodeDropReport first = cluster.reports().getFirst();
                SimulatedAgents.write(cluster.admin(), first, SimulatedAgents.spanningTree(first));
                long half = revision();
                reportOthers(first);
                DropInvestigationStatus ended = cluster.awaitEnd("past").getStatus();
                assertThat(ended.totals()).isEqualTo(new Totals(60, 60, 0, 0));
                awaitAgentsEnd();

                for (long past : new long[] {created, running, half}) {
                    var lagging = new LaggingServer(past);
                    proxy.become(lagging);
                    awaitListed(lagging);
                    // Its deadline is long past in the state that it sees: it would close the run with nodes missing.
                    Awaitility.await("what it does about the past")
                            .pollDelay(Duration.ofSeconds(2))
                            .until(() -> true);
                    assertThat(cluster.investigation("past").getStatus()).isEqualTo(ended);
                    lagging.catchUp();
                    proxy.become(FaultyProxy.Fault.NONE);
                    awaitAgentsEnd();
                    assertThat(cluster.investigation("past").getStatus()).isEqualTo(ended);
                    assertThat(cluster.reports()).hasSize(2);
                }
            }
        }
        assertThat(cluster.events("past")).extracting(Event::getReason).containsExactlyInAnyOrder("Started", "Verdict");
    }

    @Test
    void aRunEndsAsWithoutTheFaultThoughItsStartWasForgotten() {
        cluster.nodes("a", "b");
        try (var proxy = new FaultyProxy(cluster.server(), FaultyProxy.Fault.NONE)) {
            cluster.investigate("forgotten", Specs.seconds(60));
            var lagging = new LaggingServer(revision());
            try (var _ = new RunningOperator(proxy.client(), Cluster.settings(Duration.ofSeconds(30)))) {
                awaitReports();
                DropInvestigation running = cluster.investigation("forgotten");
                proxy.become(lagging);
                awaitListed(lagging);
                cluster.reports()
                        .forEach(report ->
                                SimulatedAgents.write(cluster.admin(), report, SimulatedAgents.spanningTree(report)));
                Awaitility.await("what it does about the past")
                        .pollDelay(Duration.ofSeconds(2))
                        .until(() -> true);
                assertThat(cluster.investigation("forgotten").getStatus().startTime())
                        .isEqualTo(running.getStatus().startTime());
                lagging.catchUp();
                proxy.become(FaultyProxy.Fault.NONE);

                DropInvestigationStatus ended = cluster.awaitEnd("forgotten").getStatus();
                assertThat(ended.startTime()).isEqualTo(running.getStatus().startTime());
                assertThat(ended.totals()).isEqualTo(new Totals(60, 60, 0, 0));
                awaitAgentsEnd();
            }
        }
        assertThat(cluster.events("forgotten"))
                .extracting(Event::getReason)
                .containsExactlyInAnyOrder("Started", "Verdict");
    }

    private void reportOthers(NodeDropReport first) {
        cluster.reports().stream()
                .filter(report -> !report.getMetadata()
                        .getName()
                        .equals(first.getMetadata().getName()))
                .forEach(
                        report -> SimulatedAgents.write(cluster.admin(), report, SimulatedAgents.spanningTree(report)));
    }

    private void awaitReports() {
        Awaitility.await("reports and agents")
                .atMost(Cluster.PATIENCE)
                .until(() -> cluster.reports().size() == 2 && cluster.agents().size() == 1);
    }

    private void awaitAgentsEnd() {
        Awaitility.await("the agents' end")
                .atMost(Cluster.PATIENCE)
                .until(() -> cluster.agents().isEmpty());
    }

    private static void awaitListed(LaggingServer lagging) {
        Awaitility.await("the past is listed").atMost(Cluster.PATIENCE).until(lagging::hasListedAll);
    }

    /** etcd's revision now; all kinds share it. */
    private long revision() {
        return Long.parseLong(cluster.admin()
                .resources(DropInvestigation.class)
                .list()
                .getMetadata()
                .getResourceVersion());
    }
}
