package dev.dropwhy.bench.overhead;

/**
 * What one storm cost its sender.
 *
 * @param packets packets that were sent
 * @param cpuNanos the sending thread's processor time in the sending calls: a veth pair delivers, and drops, in the sender's
 *     context
 * @param wallNanos time that passed in them
 * @param seconds length of the whole storm, pauses included
 */
record Cost(long packets, long cpuNanos, long wallNanos, double seconds) {

    double cpuPerPacket() {
        return (double) cpuNanos / packets;
    }

    double wallPerPacket() {
        return (double) wallNanos / packets;
    }

    double packetsPerSecond() {
        return packets / seconds;
    }
}
