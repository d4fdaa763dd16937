package dev.dropwhy.agent.observer;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/** The time of one window: starts when made. */
final class WindowTime {

    /** Longest series that is kept; longer windows sample less often. */
    private static final int MAXIMUM_SAMPLES = 600;

    private final Instant start;
    private final LongSupplier nanos;
    private final long startNanos;
    private final Duration length;

    WindowTime(Instant start, LongSupplier nanos, Duration length) {
        this.start = start;
        this.nanos = nanos;
        this.startNanos = nanos.getAsLong();
        this.length = length;
    }

    Instant start() {
        return start;
    }

    Duration length() {
        return length;
    }

    Duration elapsed() {
        return Duration.ofNanos(nanos.getAsLong() - startNanos);
    }

    boolean isOver() {
        return elapsed().compareTo(length) >= 0;
    }

    /** How long to wait from now until the given second of the window, or its end if that is earlier. */
    Duration untilSecond(long second) {
        Duration target = Duration.ofSeconds(second);
        Duration end = target.compareTo(length) < 0 ? target : length;
        return end.minus(elapsed());
    }

    /** Whether the counters of this second are kept: every second of windows up to ten minutes. */
    boolean keeps(long second) {
        long every = Math.max(1, length.toSeconds() / MAXIMUM_SAMPLES);
        return second % every == 0;
    }
}
