package dev.dropwhy.diagnosis.observation;

import org.jspecify.annotations.Nullable;

/**
 * Driver of an interface (ETHTOOL_GDRVINFO).
 *
 * @param name driver name
 * @param version its version
 * @param bus bus address
 * @param statistics number of its own statistics; 0 means that it has none
 */
public record Driver(
        String name, @Nullable String version, @Nullable String bus, int statistics) {}
