package dev.dropwhy.operator.investigation;

import dev.dropwhy.api.Condition;
import dev.dropwhy.api.DropInvestigation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Makes the next conditions of an investigation from the previous ones: the time of a transition stays until the
 * condition's status changes.
 */
record Conditions(List<Condition> previous, Long generation, Instant now) {

    static final String ACCEPTED = "Accepted";
    static final String AGENTS_READY = "AgentsReady";
    static final String REPORTS_COLLECTED = "ReportsCollected";
    static final String SUCCEEDED = "Succeeded";

    private static final int MESSAGE = 1024;

    static Conditions of(DropInvestigation investigation, Instant now) {
        return new Conditions(
                investigation.getStatus() == null
                        ? List.of()
                        : investigation.getStatus().conditions(),
                investigation.getMetadata().getGeneration(),
                now);
    }

    Condition yes(String type, String reason, String message) {
        return next(type, "True", reason, message);
    }

    Condition no(String type, String reason, String message) {
        return next(type, "False", reason, message);
    }

    Condition unknown(String type, String reason, String message) {
        return next(type, "Unknown", reason, message);
    }

    private Condition next(String type, String status, String reason, String message) {
        String since = previous.stream()
                .filter(condition ->
                        condition.type().equals(type) && condition.status().equals(status))
                .map(Condition::lastTransitionTime)
                .findFirst()
                .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
        String cut = message.length() <= MESSAGE ? message : message.substring(0, MESSAGE);
        return new Condition(type, status, generation, since, reason, cut);
    }
}
