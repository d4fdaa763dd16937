package dev.dropwhy.diagnosis.observation;

/**
 * How many drop events the engine saw. {@code seen} is exact even where single groups could not be kept apart.
 *
 * @param seen drop events in the window, all namespaces
 * @param ungrouped part of {@code seen} that found no room in the group table and is known only as this number
 * @param lost drop events that the engine knows it missed; 0 for the eBPF engine
 * @param framesLost sampled frames that found no room; the events themselves were counted
 */
public record EventTotals(long seen, long ungrouped, long lost, long framesLost) {}
