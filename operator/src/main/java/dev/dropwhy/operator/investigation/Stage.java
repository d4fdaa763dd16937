package dev.dropwhy.operator.investigation;

import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.DropInvestigationStatus;
import java.time.Instant;

/** Where an investigation stands: a function of the resource alone, so that a new operator goes on where one ended. */
sealed interface Stage {

    /** It has not started. */
    record Waiting() implements Stage {}

    /** A person holds it. */
    record Suspended() implements Stage {}

    /**
     * It runs.
     *
     * @param run its start, which names the run
     */
    record Running(String run) implements Stage {}

    /** It has ended, well or not. */
    record Finished(Instant completed) implements Stage {}

    static Stage of(DropInvestigation investigation) {
        DropInvestigationStatus status = investigation.getStatus();
        if (status != null && status.completionTime() != null) {
            return new Finished(Instant.parse(status.completionTime()));
        }
        if (Boolean.TRUE.equals(investigation.getSpec().suspend())) {
            return new Suspended();
        }
        return status == null || status.startTime() == null ? new Waiting() : new Running(status.startTime());
    }
}
