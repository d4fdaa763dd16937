package dev.dropwhy.agent.dropevents.bpf;

/** Adds up what the program counted for one group, over CPUs and over call sites in one function. */
final class DropTally {

    private long count;
    private long bytes;
    private long firstNanos = Long.MAX_VALUE;
    private long lastNanos = Long.MIN_VALUE;
    private long destination;

    /**
     * Adds drops.
     *
     * @param firstNanos time of the first of them, on the clock of {@link System#nanoTime}
     * @param lastNanos time of the last of them
     * @param destination destination MAC of the first; 0 unknown
     */
    void add(long count, long bytes, long firstNanos, long lastNanos, long destination) {
        this.count += count;
        this.bytes += bytes;
        if (firstNanos < this.firstNanos) {
            this.firstNanos = firstNanos;
            this.destination = destination;
        }
        this.lastNanos = Math.max(this.lastNanos, lastNanos);
    }

    void add(DropTally other) {
        add(other.count, other.bytes, other.firstNanos, other.lastNanos, other.destination);
    }

    long count() {
        return count;
    }

    long bytes() {
        return bytes;
    }

    long firstNanos() {
        return firstNanos;
    }

    long lastNanos() {
        return lastNanos;
    }

    long destination() {
        return destination;
    }
}
