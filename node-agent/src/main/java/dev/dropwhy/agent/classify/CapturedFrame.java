package dev.dropwhy.agent.classify;

/**
 * A frame as a capture file holds it.
 *
 * @param linkType link type of the file (LINKTYPE_ETHERNET is 1)
 * @param atMicros when it was captured, microseconds since 1970
 * @param length its length on the wire
 * @param bytes the captured bytes, at most {@link CaptureReader#KEPT_BYTES}
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
record CapturedFrame(int linkType, long atMicros, int length, byte[] bytes) {}
