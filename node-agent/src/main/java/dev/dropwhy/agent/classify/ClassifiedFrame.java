package dev.dropwhy.agent.classify;

import dev.dropwhy.diagnosis.observation.FrameIdentity;

/**
 * One frame of a capture file.
 *
 * @param number position in the file, counted from one
 * @param atMicros when it was captured, microseconds since 1970
 * @param length its length on the wire
 * @param reception what this host would do with it
 * @param identity what it is
 */
public record ClassifiedFrame(long number, long atMicros, int length, Reception reception, FrameIdentity identity) {}
