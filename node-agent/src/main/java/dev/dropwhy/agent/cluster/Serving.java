package dev.dropwhy.agent.cluster;

import dev.dropwhy.api.Condition;
import dev.dropwhy.api.NodeDropReport;
import dev.dropwhy.api.NodeDropReportStatus;
import dev.dropwhy.diagnosis.NodeDiagnosis;
import dev.dropwhy.diagnosis.cluster.NodeReport;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A report that is being served, and the statuses that it may get.
 *
 * @param report the report as it was last read or written
 * @param since when it was accepted
 * @param accepted the condition that says so
 * @param window length of the window
 * @param limitation what a reader must know about this window, where it is not the one asked for
 */
record Serving(
        NodeDropReport report,
        Instant since,
        Condition accepted,
        Duration window,
        @Nullable String limitation) {

    /** The same after a write. */
    Serving at(NodeDropReport latest) {
        return new Serving(latest, since, accepted, window, limitation);
    }

    /** The first status: the window begins. */
    NodeDropReportStatus acceptance() {
        return bare(List.of(accepted));
    }

    /** The last status: what was found. */
    NodeDropReportStatus completed(Timing timing, NodeObservation.Outcome outcome, boolean early) {
        long seconds = outcome.observation().durationMillis() / 1000;
        boolean shortened = early && seconds < window.toSeconds();
        String said = "Observed for " + seconds + " s" + (shortened ? " of " + window.toSeconds() + " s." : ".");
        Condition reported = ReportConditions.reported(report, timing.clock().instant(), said);
        return new NodeReport(uid(), acceptedTime(), List.of(accepted, reported))
                .of(outcome.observation(), withLimitations(outcome.diagnosis(), shortened, said));
    }

    /** The last status: why nothing was found. */
    NodeDropReportStatus failed(Timing timing, String reason, String message) {
        return bare(List.of(
                accepted, ReportConditions.notReported(report, timing.clock().instant(), reason, message)));
    }

    private NodeDiagnosis withLimitations(NodeDiagnosis diagnosis, boolean shortened, String said) {
        var limitations = new ArrayList<String>();
        if (limitation != null) {
            limitations.add(limitation);
        }
        if (shortened) {
            limitations.add("The agent was told to end early. " + said);
        }
        limitations.addAll(diagnosis.limitations());
        return new NodeDiagnosis(
                diagnosis.headline(),
                diagnosis.totals(),
                diagnosis.ledgers(),
                diagnosis.verdicts(),
                limitations,
                diagnosis.timelines());
    }

    private NodeDropReportStatus bare(List<Condition> conditions) {
        return new NodeDropReportStatus(
                uid(),
                acceptedTime(),
                null,
                null,
                conditions,
                null,
                null,
                List.of(),
                Map.of(),
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private String uid() {
        return report.getSpec().investigation().uid();
    }

    private String acceptedTime() {
        return since.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
