package dev.dropwhy.diagnosis.observation;

/**
 * Ring sizes in descriptors (ETHTOOL_GRINGPARAM).
 *
 * @param rx receive ring
 * @param rxMaximum largest receive ring
 * @param tx transmit ring
 * @param txMaximum largest transmit ring
 */
public record Rings(int rx, int rxMaximum, int tx, int txMaximum) {}
