package dev.dropwhy.operator.investigation;

import java.time.Duration;
import java.time.Instant;

/**
 * The time that one run of an investigation has, on the operator's clock. Agents measure the same duration, each on its
 * own clock; no time of one machine is ever compared with that of another.
 *
 * @param run start as the status holds it, which names the run
 * @param duration length of each node's window
 * @param grace time beyond it for starting agents and reporting
 */
record Window(String run, Duration duration, Duration grace) {

    /** After this instant nothing is waited for. */
    Instant deadline() {
        return Instant.parse(run).plus(duration).plus(grace);
    }
}
