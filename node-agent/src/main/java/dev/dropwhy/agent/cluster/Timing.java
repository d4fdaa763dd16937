package dev.dropwhy.agent.cluster;

import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The clocks and waits of an agent's life.
 *
 * @param clock wall clock of the node
 * @param random source of every jitter
 * @param firstWait first wait after a request that did not succeed
 * @param longestWait longest wait between two such requests
 * @param jitter the final write waits at random up to so long, so that windows that end together do not report together
 * @param acceptPatience after so long without an API server the window begins all the same, unaccepted
 */
public record Timing(
        Clock clock,
        RandomGenerator random,
        Duration firstWait,
        Duration longestWait,
        Duration jitter,
        Duration acceptPatience) {

    /** The shortest window that says anything: the API's own minimum. */
    static final Duration SHORTEST_WINDOW = Duration.ofSeconds(5);

    /** So long after the end of its window a restarted agent still observes; the operator's grace is of this order. */
    static final Duration LATEST_RESTART = Duration.ofSeconds(15);

    /** Timing for a real cluster. */
    public static Timing usual(Clock clock, RandomGenerator random) {
        return new Timing(
                clock,
                random,
                Duration.ofMillis(400),
                Duration.ofSeconds(10),
                Duration.ofMillis(500),
                Duration.ofSeconds(8));
    }

    Backoff backoff() {
        return new Backoff(random, firstWait, longestWait);
    }

    Duration someJitter() {
        return Duration.ofMillis((long) (jitter.toMillis() * random.nextDouble()));
    }
}
