package dev.dropwhy.agent.frames;

import dev.dropwhy.diagnosis.observation.FrameIdentity;

/** Identifies Ethernet frames. Safe for use by several threads. */
public interface FrameIdentifier {

    /**
     * Identifies one frame.
     *
     * @param frame the captured bytes from the destination MAC on, possibly cut short
     * @return what it is; never throws, whatever the bytes
     */
    FrameIdentity identify(byte[] frame);
}
