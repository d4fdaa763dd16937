package dev.dropwhy.operator.investigation;

import static dev.dropwhy.operator.testing.Cluster.condition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.dropwhy.api.Condition;
import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.InvestigationSummary;
import dev.dropwhy.api.NodeSelection;
import dev.dropwhy.api.NodeSummary;
import dev.dropwhy.api.SkippedNodes;
import dev.dropwhy.api.Totals;
import dev.dropwhy.operator.testing.Cluster;
import dev.dropwhy.operator.testing.RunningOperator;
import dev.dropwhy.operator.testing.SimulatedAgents;
import dev.dropwhy.operator.testing.Specs;
import dev.dropwhy.operator.testing.WithApiServer;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithApiServer
class LifecycleTest {

    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Cluster cluster;
    private RunningOperator operator;

    LifecycleTest(Cluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void start() {
        operator = new RunningOperator(cluster.client(), Cluster.settings(GRACE));
    }

    @AfterEach
    void stop() {
        operator.close();
    }

    @Test
    void reportsBecomeAVerdictAndTheAgentsGo() {
        cluster.nodes("a", "b", "c");
        DropInvestigation ended;
        try (var _ = new SimulatedAgents(cluster.admin(), SimulatedAgents::spanningTree)) {
            cluster.investigate("why", Specs.seconds(60));
            ended = cluster.awaitEnd("why");
        }

        assertThat(ended.getStatus().summary())
                .isEqualTo(new InvestigationSummary("Benign", "UnhandledLinkProtocol/Stp", "3/3", "100%"));
        assertThat(ended.getStatus().totals()).isEqualTo(new Totals(90, 90, 0, 0));
        assertThat(ended.getStatus().nodes()).isEqualTo(new NodeSummary(3, 0, 3, 0, List.of(), List.of()));
        assertThat(ended.getStatus().verdicts()).singleElement().satisfies(verdict -> {
            assertThat(verdict.nodes()).isEqualTo(3);
            assertThat(verdict.count()).isEqualTo(90);
        });
        assertThat(ended.getStatus().conditions())
                .extracting(Condition::type, Condition::status)
                .containsExactlyInAnyOrder(
                        tuple("Accepted", "True"),
                        tuple("AgentsReady", "True"),
                        tuple("ReportsCollected", "True"),
                        tuple("Succeeded", "True"));
        Awaitility.await().atMost(Cluster.PATIENCE).until(() -> cluster.agents().isEmpty());
        assertThat(cluster.reports()).hasSize(3);
        assertThat(cluster.events("why")).extracting(Event::getReason).containsExactlyInAnyOrder("Started", "Verdict");
    }

    @Test
    void everythingIsOwnedByTheInvestigation() {
        cluster.nodes("a");
        DropInvestigation asked = cluster.investigate("owner", Specs.seconds(60));
        Awaitility.await()
                .atMost(Cluster.PATIENCE)
                .until(() -> cluster.agents().size() == 1 && cluster.reports().size() == 1);

        assertThat(List.of(cluster.agents().getFirst(), cluster.reports().getFirst()))
                .allSatisfy(owned -> assertThat(owned.getMetadata().getOwnerReferences())
                        .singleElement()
                        .extracting(OwnerReference::getUid)
                        .isEqualTo(asked.getMetadata().getUid()));
        assertThat(cluster.investigation("owner").getMetadata().getFinalizers()).isEmpty();
    }

    @Test
    void nodesThatDoNotReportAreFailedAtTheDeadlineAndTheRestCounts() {
        cluster.nodes("a", "b", "c", "d");
        DropInvestigation ended;
        try (var _ = new SimulatedAgents(
                cluster.admin(), report -> switch (report.getSpec().nodeName()) {
                    case "c" -> null;
                    case "d" -> SimulatedAgents.failing(report, "No engine works here.");
                    default -> SimulatedAgents.spanningTree(report);
                })) {
            cluster.investigate("partial", Specs.seconds(5));
            ended = cluster.awaitEnd("partial");
        }

        assertThat(ended.getStatus().nodes())
                .isEqualTo(new NodeSummary(
                        4,
                        0,
                        2,
                        2,
                        List.of(),
                        List.of("c: no pod of its agent was there at the deadline", "d: No engine works here")));
        assertThat(condition(ended, "ReportsCollected").status()).isEqualTo("False");
        assertThat(condition(ended, "Succeeded"))
                .satisfies(succeeded -> assertThat(succeeded.reason()).isEqualTo("Partial"))
                .satisfies(succeeded -> assertThat(succeeded.status()).isEqualTo("True"));
        assertThat(ended.getStatus().headline()).contains("2 of 4 nodes (50 %)");
        assertThat(ended.getStatus().totals()).isEqualTo(new Totals(60, 60, 0, 0));
    }

    @Test
    void nodesThatCannotBeAskedAreSkippedWithTheReason() {
        cluster.nodes("a");
        cluster.node(new NodeBuilder()
                .withNewMetadata()
                .withName("w")
                .addToLabels("kubernetes.io/os", "windows")
                .endMetadata()
                .build());
        cluster.admin()
                .resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName("down")
                        .addToLabels("kubernetes.io/os", "linux")
                        .endMetadata()
                        .build())
                .create();
        cluster.investigate("skips", Specs.of(new NodeSelection(List.of("a", "w", "down", "gone"), null, 50), 60));

        DropInvestigation running = cluster.await("skips", known -> known.getStatus() != null);

        assertThat(Cluster.nodesOf(running).targeted()).isEqualTo(1);
        assertThat(Cluster.nodesOf(running).skipped())
                .containsExactlyInAnyOrder(
                        new SkippedNodes("NotFound", 1, List.of("gone")),
                        new SkippedNodes("NotLinux", 1, List.of("w")),
                        new SkippedNodes("NotReady", 1, List.of("down")));
    }

    @Test
    void moreNodesThanTheMaximumAreRefused() {
        cluster.nodes("a", "b", "c");
        cluster.investigate("many", Specs.of(new NodeSelection(List.of(), null, 2), 60));

        DropInvestigation ended = cluster.awaitEnd("many");

        assertThat(condition(ended, "Accepted"))
                .satisfies(accepted -> assertThat(accepted.status()).isEqualTo("False"))
                .satisfies(accepted -> assertThat(accepted.reason()).isEqualTo("TooManyNodes"))
                .satisfies(accepted -> assertThat(accepted.message())
                        .isEqualTo("spec.nodes matches 3 nodes, more than spec.nodes.maximum allows (2):"
                                + " choose fewer nodes or a larger maximum in a new DropInvestigation."));
        assertThat(condition(ended, "Succeeded").status()).isEqualTo("False");
        assertThat(cluster.reports()).isEmpty();
        assertThat(cluster.agents()).isEmpty();
    }

    @Test
    void noNodeIsRefused() {
        cluster.investigate("nobody", Specs.seconds(60));

        assertThat(condition(cluster.awaitEnd("nobody"), "Accepted").message())
                .isEqualTo("No node can be asked: spec.nodes matches none.");
    }

    @Test
    void suspendStopsAndResumeStartsAnew() {
        cluster.nodes("a");
        cluster.investigate("hold", Specs.seconds(60));
        String first = cluster.await(
                        "hold",
                        known -> known.getStatus() != null && known.getStatus().startTime() != null)
                .getStatus()
                .startTime();

        suspend("hold", true);
        cluster.await("hold", known -> known.getStatus().startTime() == null);
        Awaitility.await()
                .atMost(Cluster.PATIENCE)
                .until(() -> cluster.agents().isEmpty() && cluster.reports().isEmpty());
        assertThat(condition(cluster.investigation("hold"), "Succeeded").reason())
                .isEqualTo("Suspended");

        suspend("hold", false);
        DropInvestigation ended;
        try (var _ = new SimulatedAgents(cluster.admin(), SimulatedAgents::quiet)) {
            ended = cluster.awaitEnd("hold");
        }
        assertThat(ended.getStatus().startTime()).isNotEqualTo(first);
        assertThat(ended.getStatus().summary()).isEqualTo(new InvestigationSummary("NoDrops", null, "1/1", null));
    }

    @Test
    void aSuspendedInvestigationDoesNotStart() {
        cluster.nodes("a");
        cluster.investigate("later", Specs.suspended());

        cluster.await("later", known -> known.getStatus() != null);

        assertThat(condition(cluster.investigation("later"), "Accepted").reason())
                .isEqualTo("Suspended");
        assertThat(cluster.reports()).isEmpty();
    }

    @Test
    void oneMoreThanTheMaximumWaitsUntilAnotherHasEnded() {
        cluster.nodes("a");
        for (String name : List.of("one", "two", "three")) {
            cluster.investigate(name, Specs.seconds(60));
            cluster.await(
                    name,
                    known -> known.getStatus() != null && known.getStatus().startTime() != null);
        }
        cluster.investigate("four", Specs.seconds(60));
        cluster.await("four", known -> known.getStatus() != null);
        assertThat(condition(cluster.investigation("four"), "Succeeded").reason())
                .isEqualTo("Queued");
        assertThat(condition(cluster.investigation("four"), "Accepted").message())
                .isEqualTo("Starts when others have finished: 1 investigation is ahead of this one.");

        try (var _ = new SimulatedAgents(cluster.admin(), SimulatedAgents::quiet)) {
            for (String name : List.of("one", "two", "three", "four")) {
                cluster.awaitEnd(name);
            }
        }
    }

    @Test
    void aFinishedInvestigationIsDeletedAfterItsTimeToLive() {
        cluster.nodes("a");
        try (var _ = new SimulatedAgents(cluster.admin(), SimulatedAgents::quiet)) {
            cluster.investigate("brief", Specs.timeToLive(0));
            Awaitility.await().atMost(Cluster.PATIENCE).until(() -> cluster.investigation("brief") == null);
        }
    }

    @Test
    void aNewInvestigationOfTheSameNameIsAnsweredByItsOwnReports() {
        cluster.nodes("a");
        try (var _ = new SimulatedAgents(cluster.admin(), SimulatedAgents::spanningTree)) {
            cluster.investigate("again", Specs.seconds(60));
            cluster.awaitEnd("again");
        }
        cluster.admin().resource(cluster.investigation("again")).delete();
        cluster.investigate("again", Specs.seconds(60));
        DropInvestigation running = cluster.await("again", known -> known.getStatus() != null);
        assertThat(Cluster.nodesOf(running).reported()).isZero();

        try (var _ = new SimulatedAgents(cluster.admin(), SimulatedAgents::quiet)) {
            assertThat(cluster.awaitEnd("again").getStatus().totals()).isEqualTo(new Totals(0, 0, 0, 0));
        }
    }

    private void suspend(String name, boolean suspend) {
        cluster.admin().resource(cluster.investigation(name)).edit(known -> {
            known.setSpec(Specs.withSuspend(known.getSpec(), suspend));
            return known;
        });
    }
}
