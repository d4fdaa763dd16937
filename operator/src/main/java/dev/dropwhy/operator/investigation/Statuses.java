package dev.dropwhy.operator.investigation;

import dev.dropwhy.api.Condition;
import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.DropInvestigationStatus;
import dev.dropwhy.api.InvestigationSummary;
import dev.dropwhy.api.NodeSummary;
import dev.dropwhy.api.SkippedNodes;
import dev.dropwhy.diagnosis.cluster.ClusterFindings;
import dev.dropwhy.operator.targeting.Targets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The status of an investigation at each stage. Pure: the same inputs give an equal status, so that what is equal need not
 * be written.
 */
record Statuses(DropInvestigation investigation, Instant now) {

    private static final int FAILED_NODES = 8;
    private static final int FAILED_NODE = 512;

    private Conditions conditions() {
        return Conditions.of(investigation, now);
    }

    /** It waits for others to finish. */
    DropInvestigationStatus queued(int ahead) {
        String why =
                ahead == 1 ? "1 investigation is ahead of this one." : ahead + " investigations are ahead of this one.";
        return idle(
                conditions().yes(Conditions.ACCEPTED, "Queued", "Starts when others have finished: " + why),
                "Queued",
                "It has not started: " + why);
    }

    /** A person holds it. */
    DropInvestigationStatus suspended() {
        return idle(
                conditions().yes(Conditions.ACCEPTED, "Suspended", "Starts when spec.suspend is false."),
                "Suspended",
                "It does not run while spec.suspend is true.");
    }

    private DropInvestigationStatus idle(Condition accepted, String reason, String message) {
        return new DropInvestigationStatus(
                investigation.getMetadata().getGeneration(),
                null,
                null,
                null,
                List.of(
                        accepted,
                        conditions().unknown(Conditions.AGENTS_READY, reason, message),
                        conditions().unknown(Conditions.REPORTS_COLLECTED, reason, message),
                        conditions().unknown(Conditions.SUCCEEDED, reason, message)),
                null,
                null,
                null,
                List.of());
    }

    /** It cannot be done, and is finished with that. */
    DropInvestigationStatus refused(String reason, String message, Targets targets) {
        return new DropInvestigationStatus(
                investigation.getMetadata().getGeneration(),
                null,
                now.toString(),
                message,
                List.of(
                        conditions().no(Conditions.ACCEPTED, reason, message),
                        conditions().no(Conditions.AGENTS_READY, "NotStarted", "No agent was started."),
                        conditions().no(Conditions.REPORTS_COLLECTED, "NotStarted", "No node was asked."),
                        conditions().no(Conditions.SUCCEEDED, reason, message)),
                null,
                new NodeSummary(0, 0, 0, 0, targets.skipped(), List.of()),
                null,
                List.of());
    }

    /** It starts now, with these nodes. */
    DropInvestigationStatus started(Targets targets) {
        int count = targets.nodes().size();
        return running(
                now.toString(),
                new NodeSummary(count, 0, 0, 0, targets.skipped(), List.of()),
                "0 of " + count,
                "Agents start on " + count + (count == 1 ? " node." : " nodes."));
    }

    /** It runs, and nodes have answered. */
    DropInvestigationStatus progress(String run, Tally tally) {
        String agents = tally.accepted() + " of " + tally.targeted();
        return running(run, nodes(tally), agents, agents + " agents have taken up their work.");
    }

    private DropInvestigationStatus running(String run, NodeSummary nodes, String agents, String agentsMessage) {
        boolean ready = agents.equals(nodes.targeted() + " of " + nodes.targeted());
        String reports = nodes.reported() + " of " + nodes.targeted() + " nodes have reported.";
        return new DropInvestigationStatus(
                investigation.getMetadata().getGeneration(),
                run,
                null,
                null,
                List.of(
                        accepted(nodes.targeted(), nodes.skipped()),
                        ready
                                ? conditions().yes(Conditions.AGENTS_READY, "AllAccepted", agentsMessage)
                                : conditions().unknown(Conditions.AGENTS_READY, "Starting", agentsMessage),
                        conditions().unknown(Conditions.REPORTS_COLLECTED, "Observing", reports),
                        conditions().unknown(Conditions.SUCCEEDED, "Running", reports)),
                new InvestigationSummary(null, null, nodes.reported() + "/" + nodes.targeted(), null),
                nodes,
                null,
                List.of());
    }

    /** It has ended; the tally is closed. */
    DropInvestigationStatus finished(String run, Tally tally, ClusterFindings findings) {
        int targeted = tally.targeted();
        int reported = tally.reported().size();
        String count = reported + " of " + targeted + " nodes reported.";
        boolean all = reported == targeted;
        return new DropInvestigationStatus(
                investigation.getMetadata().getGeneration(),
                run,
                now.toString(),
                findings.headline(),
                List.of(
                        accepted(targeted, skipped()),
                        all
                                ? conditions().yes(Conditions.AGENTS_READY, "AllAccepted", "Every agent did its work.")
                                : conditions().no(Conditions.AGENTS_READY, "AgentsMissing", failures(tally)),
                        all
                                ? conditions().yes(Conditions.REPORTS_COLLECTED, "AllReported", count)
                                : conditions().no(Conditions.REPORTS_COLLECTED, "Incomplete", count),
                        succeeded(reported, all, findings.headline())),
                InvestigationSummaries.of(reported, targeted, findings),
                nodes(tally),
                reported == 0 ? null : findings.totals(),
                findings.verdicts());
    }

    private Condition succeeded(int reported, boolean all, String headline) {
        if (reported == 0) {
            return conditions().no(Conditions.SUCCEEDED, "NoReports", headline);
        }
        return conditions().yes(Conditions.SUCCEEDED, all ? "Complete" : "Partial", headline);
    }

    private Condition accepted(int targeted, List<SkippedNodes> skipped) {
        int left = skipped.stream().mapToInt(SkippedNodes::count).sum();
        String message = "Asks " + targeted + (targeted == 1 ? " node" : " nodes")
                + (left == 0 ? "." : ", " + left + " skipped.");
        return conditions().yes(Conditions.ACCEPTED, "Accepted", message);
    }

    private NodeSummary nodes(Tally tally) {
        return new NodeSummary(
                tally.targeted(),
                tally.observing().size(),
                tally.reported().size(),
                tally.failed().size(),
                skipped(),
                tally.failed().entrySet().stream()
                        .limit(FAILED_NODES)
                        .map(Statuses::failure)
                        .toList());
    }

    private static String failures(Tally tally) {
        Map.Entry<String, String> first = tally.failed().firstEntry();
        int others = tally.failed().size() - 1;
        return failure(first) + (others == 0 ? "." : ", and " + others + " more.");
    }

    private static String failure(Map.Entry<String, String> node) {
        String line = node.getKey() + ": " + node.getValue();
        return line.length() <= FAILED_NODE ? line : line.substring(0, FAILED_NODE);
    }

    private List<SkippedNodes> skipped() {
        @Nullable NodeSummary known = investigation.getStatus() == null
                ? null
                : investigation.getStatus().nodes();
        return known == null ? List.of() : known.skipped();
    }
}
