package dev.dropwhy.agent.cluster;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: growing, and with enough jitter that thousands of agents that lost the API server
 * at one moment do not come back at one moment.
 */
final class Backoff {

    private static final double GROWTH = 1.6;

    private final RandomGenerator random;
    private final Duration first;
    private final Duration longest;
    private double nextMillis;

    /**
     * @param random source of the jitter
     * @param first the first wait, before jitter
     * @param longest the longest wait, before jitter
     */
    Backoff(RandomGenerator random, Duration first, Duration longest) {
        this.random = random;
        this.first = first;
        this.longest = longest;
        this.nextMillis = first.toMillis();
    }

    /** The next wait: between half and one and a half of a value that grows up to the longest. */
    Duration next() {
        double millis = nextMillis;
        nextMillis = Math.min((double) longest.toMillis(), nextMillis * GROWTH);
        return Duration.ofMillis((long) (millis * (0.5 + random.nextDouble())));
    }

    /** Begins anew, after a success. */
    void reset() {
        nextMillis = first.toMillis();
    }
}
