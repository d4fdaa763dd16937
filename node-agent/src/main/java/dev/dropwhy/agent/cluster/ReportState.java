package dev.dropwhy.agent.cluster;

import dev.dropwhy.api.Condition;
import dev.dropwhy.api.NodeDropReport;
import dev.dropwhy.api.NodeDropReportStatus;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** How far a report has come. */
sealed interface ReportState {

    /** Nobody has accepted it. */
    record Fresh() implements ReportState {}

    /**
     * An earlier life of this agent accepted it and died before it reported.
     *
     * @param since when it accepted, on this node's clock
     * @param accepted the condition as it was written
     */
    record Accepted(Instant since, Condition accepted) implements ReportState {}

    /** The report is in. */
    record Reported() implements ReportState {}

    static ReportState of(NodeDropReport report, String investigationUid) {
        NodeDropReportStatus status = report.getStatus();
        if (status == null || !investigationUid.equals(status.investigationUid())) {
            return new Fresh();
        }
        if (condition(status, "Reported").isPresent()) {
            return new Reported();
        }
        Optional<Condition> accepted = condition(status, "Accepted");
        Optional<Instant> since = Optional.ofNullable(status.acceptedTime()).flatMap(ReportState::instant);
        return accepted.isPresent() && since.isPresent() ? new Accepted(since.get(), accepted.get()) : new Fresh();
    }

    private static Optional<Condition> condition(NodeDropReportStatus status, String type) {
        return status.conditions().stream()
                .filter(condition -> type.equals(condition.type()))
                .findFirst();
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
