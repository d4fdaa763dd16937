package dev.dropwhy.agent.cluster;

import dev.dropwhy.agent.cluster.OwnReport.Answer;
import dev.dropwhy.api.Condition;
import dev.dropwhy.api.NodeDropReport;
import dev.dropwhy.api.NodeDropReportStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An agent's life in a cluster: find the own report, accept it, observe the window, report once, idle. At most two
 * writes, whatever happens; a failure to observe is reported like a success; the process ends only when it is told to,
 * because a DaemonSet restarts whoever ends on its own.
 */
public final class AgentLife {

    private final AgentIdentity identity;
    private final OwnReport reports;
    private final NodeObservation observation;
    private final Timing timing;
    private final LifeLog log;
    private final LifeEnd end;

    /** Lives against the cluster that this pod belongs to, until the end that somebody wishes. */
    public static void liveInCluster(
            AgentIdentity identity, NodeObservation observation, Timing timing, LifeLog log, LifeEnd end) {
        try (AgentClient client = AgentClient.inCluster()) {
            new AgentLife(identity, client, observation, timing, log, end).live();
        }
    }

    /**
     * @param identity whom the agent works for
     * @param client speaks to the API server; its own retries should be off, this life has its own
     * @param observation observes the node
     * @param timing clocks and waits
     * @param log one line for each event
     * @param end the wish that it ends
     */
    public AgentLife(
            AgentIdentity identity,
            AgentClient client,
            NodeObservation observation,
            Timing timing,
            LifeLog log,
            LifeEnd end) {
        this.identity = identity;
        this.reports = new OwnReport(client, identity);
        this.observation = observation;
        this.timing = timing;
        this.log = log;
        this.end = end;
    }

    /** Lives until the end is wished. */
    public void live() {
        log.event(
                "started",
                "Looks for report " + identity.namespace() + "/" + identity.reportName() + " of node " + identity.node()
                        + ".");
        Optional<NodeDropReport> found = find();
        found.ifPresent(this::serve);
        if (!end.isWished()) {
            log.event("idle", "Waits for the pod to be deleted.");
            end.await();
        }
        log.event("ended", "Was told to end.");
    }

    /** Reads until there is a report to serve; empty where the end was wished before. */
    private Optional<NodeDropReport> find() {
        Backoff backoff = timing.backoff();
        while (!end.isWished()) {
            switch (reports.read()) {
                case Answer.Served<NodeDropReport>(NodeDropReport report) -> {
                    Optional<String> objection = objectionTo(report);
                    if (objection.isEmpty()) {
                        return Optional.of(report);
                    }
                    log.trouble("refused", objection.get());
                }
                case Answer.Gone<NodeDropReport> gone ->
                    log.trouble("waiting", "There is no report for this node yet; it waits for one.");
                case Answer.Refused<NodeDropReport>(String why) -> log.trouble("waiting", why);
                case Answer.Unavailable<NodeDropReport>(String why) -> log.trouble("waiting", why);
            }
            end.pause(backoff.next());
        }
        return Optional.empty();
    }

    /** A report that is in already belongs to an earlier run of the investigation, or to an earlier life of this agent. */
    private Optional<String> objectionTo(NodeDropReport report) {
        if (report.getSpec() == null) {
            return Optional.of("Report " + identity.reportName() + " has no spec: it is not served.");
        }
        Optional<String> objection = identity.objectionTo(report.getSpec());
        if (objection.isPresent()) {
            return objection;
        }
        return stateOf(report) instanceof ReportState.Reported
                ? Optional.of("Report " + identity.reportName() + " is in already: there is nothing to do.")
                : Optional.empty();
    }

    private void serve(NodeDropReport report) {
        switch (stateOf(report)) {
            case ReportState.Fresh() -> acceptAndObserve(report);
            case ReportState.Accepted(Instant since, Condition accepted) -> resume(report, since, accepted);
            case ReportState.Reported() -> throw new IllegalStateException("find() does not return such a report");
        }
    }

    private void acceptAndObserve(NodeDropReport report) {
        // No jitter here: kubelets start pods further apart from each other than it would spread them.
        Instant now = timing.clock().instant();
        Duration window = Duration.ofSeconds(report.getSpec().durationSeconds());
        Condition accepted =
                ReportConditions.accepted(report, now, "The agent observes for " + window.toSeconds() + " s.");
        var serving = new Serving(report, now, accepted, window, null);
        accept(serving).ifPresent(this::observeAndReport);
    }

    /** The window that an earlier life began ends when it would have ended: the operator waits no longer for a restart. */
    private void resume(NodeDropReport report, Instant since, Condition accepted) {
        Duration asked = Duration.ofSeconds(report.getSpec().durationSeconds());
        Duration used = Duration.between(since, timing.clock().instant());
        if (used.isNegative()) {
            used = Duration.ZERO; // the node's clock was set back
        }
        String restarted = "The agent was restarted " + used.toSeconds() + " s after it had accepted a window of "
                + asked.toSeconds() + " s";
        if (used.compareTo(asked.plus(Timing.LATEST_RESTART)) > 0) {
            var serving = new Serving(report, since, accepted, Duration.ZERO, null);
            log.event("window-lost", restarted + ".");
            report(serving, serving.failed(timing, "WindowLost", restarted + ", too late to observe again."));
            return;
        }
        Duration left = longer(asked.minus(used), Timing.SHORTEST_WINDOW);
        String limitation = restarted + "; this report covers " + left.toSeconds() + " s.";
        log.event("resumed", limitation);
        observeAndReport(new Serving(report, since, accepted, left, limitation));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** Says that the window begins. Empty where the report is not to be served after all. */
    private Optional<Serving> accept(Serving serving) {
        Backoff backoff = timing.backoff();
        String trouble = "";
        Instant impatient = timing.clock().instant().plus(timing.acceptPatience());
        while (true) {
            switch (reports.write(serving.report(), serving.acceptance())) {
                case Answer.Served<NodeDropReport>(NodeDropReport latest) -> {
                    log.event("accepted", serving.accepted().message());
                    return Optional.of(serving.at(latest));
                }
                case Answer.Gone<NodeDropReport> gone -> {
                    log.event("gone", "The report was deleted before it could be accepted.");
                    return Optional.empty();
                }
                case Answer.Refused<NodeDropReport>(String why) -> {
                    log.event("unaccepted", "Observes although the API server refuses to hear of it: " + why);
                    return Optional.of(serving);
                }
                case Answer.Unavailable<NodeDropReport>(String why) -> {
                    log.trouble("retrying", why);
                    trouble = why;
                }
            }
            if (timing.clock().instant().isAfter(impatient)) {
                log.event(
                        "unaccepted",
                        "Observes although it could not accept, and will report as soon as that is possible: "
                                + trouble);
                return Optional.of(serving);
            }
            if (end.pause(backoff.next())) {
                return Optional.empty();
            }
        }
    }

    private void observeAndReport(Serving serving) {
        NodeDropReportStatus status;
        try {
            var outcome = observation.observe(serving.report().getSpec(), serving.window(), end.window());
            status = serving.completed(timing, outcome, end.isWished());
            log.event("observed", String.valueOf(status.headline()));
        } catch (ObservationFailedException e) {
            status = serving.failed(timing, e.reason(), String.valueOf(e.getMessage()));
            log.event("failed", String.valueOf(e.getMessage()));
        } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError e) {
            String message = "The agent has a defect and could not observe, please report it: " + e + at(e);
            status = serving.failed(timing, "AgentDefect", message);
            log.event("failed", message);
        }
        if (!end.isWished()) {
            end.pause(timing.someJitter());
        }
        report(serving, status);
    }

    /** Writes the final status: for as long as it takes, or once more where the end is wished. */
    private void report(Serving serving, NodeDropReportStatus status) {
        Backoff backoff = timing.backoff();
        NodeDropReportStatus sent = status;
        boolean lastTry = false;
        while (true) {
            switch (reports.write(serving.report(), sent)) {
                case Answer.Served<NodeDropReport> served -> {
                    log.event("reported", "The report is in.");
                    return;
                }
                case Answer.Gone<NodeDropReport> gone -> {
                    log.event("gone", "The report was deleted: nobody waits for what was observed.");
                    return;
                }
                case Answer.Refused<NodeDropReport>(String why) -> {
                    String message = "The API server refuses what this node found: " + why;
                    log.trouble("unreportable", message);
                    sent = serving.failed(timing, "ReportRefused", message);
                }
                case Answer.Unavailable<NodeDropReport>(String why) -> log.trouble("retrying", why);
            }
            if (lastTry) {
                log.event("unreported", "Ends without having reported.");
                return;
            }
            lastTry = end.pause(backoff.next());
        }
    }

    private ReportState stateOf(NodeDropReport report) {
        return ReportState.of(report, identity.investigation().uid());
    }

    private static String at(Throwable e) {
        @Nullable StackTraceElement[] trace = e.getStackTrace();
        return trace.length == 0 ? "" : " at " + trace[0];
    }
}
