package dev.dropwhy.operator.investigation;

import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.NodeSelection;
import dev.dropwhy.diagnosis.cluster.ClusterDiagnosis;
import dev.dropwhy.diagnosis.cluster.ClusterFindings;
import dev.dropwhy.operator.targeting.Targets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

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
        return new Decision(new Statuses(investigation, clock.instant()).queued(ahead), QUEUE);
    }

    Decision suspended(DropInvestigation investigation) {
        return new Decision(new Statuses(investigation, clock.instant()).suspended(), null);
    }

    Decision started(DropInvestigation investigation, Targets targets) {
        var statuses = new Statuses(investigation, clock.instant());
        NodeSelection selection = investigation.getSpec().nodes();
        int maximum =
                selection == null ? DEFAULT_MAXIMUM : Objects.requireNonNullElse(selection.maximum(), DEFAULT_MAXIMUM);
        int count = targets.nodes().size();
        if (count == 0) {
            String message = "No node can be asked: " + nothingLeft(targets);
            return new Decision(statuses.refused("NoNodes", message, targets), Duration.ZERO);
        }
        if (count > maximum) {
            String message = "spec.nodes matches " + count + " nodes, more than spec.nodes.maximum allows (" + maximum
                    + "): choose fewer nodes or a larger maximum in a new DropInvestigation.";
            return new Decision(statuses.refused("TooManyNodes", message, targets), Duration.ZERO);
        }
        Duration most = Duration.ofSeconds(seconds(investigation)).plus(grace);
        return new Decision(statuses.started(targets), most, targets.nodes());
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
        return new Decision(new Statuses(investigation, now).progress(run, tally), Duration.between(now, deadline));
    }

    private Decision finished(DropInvestigation investigation, String run, Tally tally) {
        ClusterFindings findings = new ClusterDiagnosis().diagnose(tally.reported(), tally.failed());
        return new Decision(new Statuses(investigation, clock.instant()).finished(run, tally, findings), Duration.ZERO);
    }

    private static int seconds(DropInvestigation investigation) {
        return Objects.requireNonNull(investigation.getSpec().durationSeconds(), "the schema has a default");
    }
}
