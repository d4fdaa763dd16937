package dev.dropwhy.diagnosis.observation;

import org.jspecify.annotations.Nullable;

/**
 * One line of {@code /proc/net/ptype}.
 *
 * @param type EtherType as four hex digits, lower case; ALL for a tap; 0004 for LLC, 0001 for raw 802.3
 * @param device interface it is bound to
 * @param function kernel function that receives
 */
public record ProtocolHandler(String type, @Nullable String device, String function) {}
