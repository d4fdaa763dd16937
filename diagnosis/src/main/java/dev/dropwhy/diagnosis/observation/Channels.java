package dev.dropwhy.diagnosis.observation;

/**
 * Queues (ETHTOOL_GCHANNELS).
 *
 * @param rx receive only
 * @param tx transmit only
 * @param combined both
 * @param combinedMaximum most combined queues
 */
public record Channels(int rx, int tx, int combined, int combinedMaximum) {}
