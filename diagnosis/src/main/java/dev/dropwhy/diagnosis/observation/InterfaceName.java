package dev.dropwhy.diagnosis.observation;

/**
 * A name for an interface index.
 *
 * @param index interface index in the observed namespace
 * @param name interface name
 */
public record InterfaceName(int index, String name) {}
