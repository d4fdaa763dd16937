package dev.dropwhy.agent.cluster;

import dev.dropwhy.api.Condition;
import dev.dropwhy.api.NodeDropReport;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The conditions of a report, as this agent writes them. */
final class ReportConditions {

    private static final int MESSAGE = 1024;

    private ReportConditions() {}

    static Condition accepted(NodeDropReport report, Instant now, String message) {
        return condition("Accepted", "True", "Observing", report, now, message);
    }

    static Condition reported(NodeDropReport report, Instant now, String message) {
        return condition("Reported", "True", "WindowObserved", report, now, message);
    }

    static Condition notReported(NodeDropReport report, Instant now, String reason, String message) {
        return condition("Reported", "False", reason, report, now, message);
    }

    private static Condition condition(
            String type, String status, String reason, NodeDropReport report, Instant now, String message) {
        @Nullable Long generation = report.getMetadata().getGeneration();
        String plain = message.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]+", " ");
        return new Condition(
                type,
                status,
                generation,
                now.truncatedTo(ChronoUnit.SECONDS).toString(),
                reason,
                plain.length() <= MESSAGE ? plain : plain.substring(0, MESSAGE - 1) + "…");
    }
}
