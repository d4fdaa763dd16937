package dev.dropwhy.diagnosis.observation;

/**
 * An interface that had a tap for a part of the window.
 *
 * @param name its name
 * @param before growth of rx_dropped before the tap was open
 * @param during its growth while it was open
 * @param after its growth after it was closed
 */
public record TappedInterface(String name, long before, long during, long after) {}
