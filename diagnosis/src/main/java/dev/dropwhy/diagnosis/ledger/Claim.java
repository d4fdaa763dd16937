package dev.dropwhy.diagnosis.ledger;

import dev.dropwhy.api.Cause;
import dev.dropwhy.diagnosis.matching.MatchedGroup;
import org.jspecify.annotations.Nullable;

/**
 * A part of a counter's growth and what accounts for it.
 *
 * @param cause the cause
 * @param protocol link or IP protocol
 * @param group the group of drops; absent where a driver's own counter accounts for it
 * @param count packets
 * @param certain whether an event itself named the device; otherwise the device was told from what was left, or a tap test
 *     inferred the drops
 */
public record Claim(
        Cause cause, @Nullable String protocol, @Nullable MatchedGroup group, long count, boolean certain) {}
