package dev.dropwhy.diagnosis.observation;

import org.jspecify.annotations.Nullable;

/**
 * One sampled frame.
 *
 * @param atMicros when it was dropped, microseconds since the start of the window
 * @param length length of the packet in bytes
 * @param bytes the captured bytes from the destination MAC on, hex; of IP packets the headers only
 * @param identity what it is; absent where it has no link header
 */
public record Frame(
        long atMicros, int length, String bytes, @Nullable FrameIdentity identity) {}
