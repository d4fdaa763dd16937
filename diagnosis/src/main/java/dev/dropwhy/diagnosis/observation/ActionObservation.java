package dev.dropwhy.diagnosis.observation;

/**
 * One action of a tc filter over the window. The kernel counts the bytes of all packets that came to the action
 * ({@code gnet_stats_basic}), and of those that it dropped the packets only ({@code gnet_stats_queue.drops}).
 *
 * @param kind gact, police, bpf, mirred …
 * @param index its number among the actions of its kind; actions may be shared by several filters; 0 where it is not known
 * @param packets packets that came to it
 * @param bytes their bytes
 * @param dropped packets of those that it dropped; of mirred, those that it could not redirect
 * @param overlimits times it was over its limit, such as the rate of a policer
 */
public record ActionObservation(String kind, long index, long packets, long bytes, long dropped, long overlimits) {}
