package dev.dropwhy.agent.counters;

/**
 * An action of a tc filter at one moment ({@code TCA_ACT_STATS}, or {@code TCA_STATS} for the policer of an old filter).
 *
 * @param kind gact, police, bpf, mirred …
 * @param index its number among the actions of its kind; 0 where the message does not tell
 * @param packets packets that came to it; 32 bits before Linux 5.5
 * @param bytes their bytes
 * @param dropped packets that it dropped, 32 bits; of mirred, those that it could not hand on
 * @param overlimits times it was over its limit, 32 bits
 */
public record TrafficAction(String kind, long index, long packets, long bytes, long dropped, long overlimits) {}
