package dev.dropwhy.operator.investigation;

import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.DropInvestigationStatus;
import dev.dropwhy.api.NodeSelection;
import dev.dropwhy.api.Severity;
import dev.dropwhy.diagnosis.cluster.ClusterDiagnosis;
import dev.dropwhy.diagnosis.cluster.ClusterFindings;
import dev.dropwhy.operator.notices.Notice;
import dev.dropwhy.operator.targeting.Targets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides what comes next. No API call is made here; what a decision needs to know is handed in.
 *
 * @param clock tells the time
 * @param grace time beyond an investigation's duration
 */
record Course(Clock clock, Duration grace) {

    /** A slot that a deleted investigation frees is noticed by looking again. */
    private static final Duration QUEUE = Duration.ofSeconds(10);

    private static final int DEFAULT_MAXIMUM = 50;

    Decision queued(DropInvestigation investigation, int ahead) {
        return new Decision(new Statuses(investigation, clock.instant()).queued(ahead), QUEUE, null);
    }

    Decision suspended(DropInvestigation investigation) {
        boolean ran =
                investigation.getStatus() != null && investigation.getStatus().startTime() != null;
        Notice notice = ran
                ? new Notice(false, "Suspended", "Stopped observing; it starts anew when spec.suspend is false.")
                : null;
        return new Decision(new Statuses(investigation, clock.instant()).suspended(), null, notice);
    }

    Decision started(DropInvestigation investigation, Targets targets) {
        var statuses = new Statuses(investigation, clock.instant());
        NodeSelection selection = investigation.getSpec().nodes();
        int maximum =
                selection == null ? DEFAULT_MAXIMUM : Objects.requireNonNullElse(selection.maximum(), DEFAULT_MAXIMUM);
        int count = targets.nodes().size();
        if (count == 0) {
            return refused(
                    statuses.refused("NoNodes", "No node can be asked: " + nothingLeft(targets), targets), targets);
        }
        if (count > maximum) {
            String message = "spec.nodes matches " + count + " nodes, more than spec.nodes.maximum allows (" + maximum
                    + "): choose fewer nodes or a larger maximum in a new DropInvestigation.";
            return refused(statuses.refused("TooManyNodes", message, targets), targets);
        }
        Notice notice = new Notice(
                false,
                "Started",
                "Asks " + count + (count == 1 ? " node" : " nodes") + " to observe for " + seconds(investigation)
                        + " s.");
        return new Decision(
                statuses.started(targets),
                Duration.ofSeconds(seconds(investigation)).plus(grace),
                notice);
    }

    private static Decision refused(DropInvestigationStatus status, Targets targets) {
        String reason = targets.nodes().isEmpty() ? "NoNodes" : "TooManyNodes";
        return new Decision(status, Duration.ZERO, new Notice(true, reason, Objects.requireNonNull(status.headline())));
    }

    private static String nothingLeft(Targets targets) {
        if (targets.skipped().isEmpty()) {
            return "spec.nodes matches none.";
        }
        return "all " + targets.skippedCount() + " that spec.nodes matches are skipped ("
                + String.join(
                        ", ",
                        targets.skipped().stream()
                                .map(skipped -> skipped.count() + " " + skipped.reason())
                                .toList())
                + ").";
    }

    /**
     * Decides about one that runs.
     *
     * @param troubles asked only when the deadline has passed with nodes missing
     */
    Decision running(DropInvestigation investigation, String run, Tally tally, Supplier<Map<String, String>> troubles) {
        Instant now = clock.instant();
        Instant deadline = new Window(run, Duration.ofSeconds(seconds(investigation)), grace).deadline();
        if (tally.isComplete()) {
            return finished(investigation, run, tally);
        }
        if (!now.isBefore(deadline)) {
            return finished(investigation, run, tally.closed(troubles.get()));
        }
        return new Decision(
                new Statuses(investigation, now).progress(run, tally), Duration.between(now, deadline), null);
    }

    private Decision finished(DropInvestigation investigation, String run, Tally tally) {
        ClusterFindings findings = new ClusterDiagnosis().diagnose(tally.reported(), tally.failed());
        Notice notice = tally.reported().isEmpty()
                ? new Notice(true, "NoReports", findings.headline())
                : new Notice(isProblem(findings), "Verdict", findings.headline());
        return new Decision(
                new Statuses(investigation, clock.instant()).finished(run, tally, findings), Duration.ZERO, notice);
    }

    private static boolean isProblem(ClusterFindings findings) {
        return findings.verdicts().stream().anyMatch(verdict -> verdict.severity() == Severity.Problem);
    }

    /** How long a finished investigation is kept from now on; null for ever. */
    @Nullable Duration left(DropInvestigation investigation, Instant completed) {
        Integer ttl = investigation.getSpec().ttlSecondsAfterFinished();
        return ttl == null ? null : Duration.between(clock.instant(), completed.plusSeconds(ttl));
    }

    private static int seconds(DropInvestigation investigation) {
        return Objects.requireNonNull(investigation.getSpec().durationSeconds(), "the schema has a default");
    }
}
