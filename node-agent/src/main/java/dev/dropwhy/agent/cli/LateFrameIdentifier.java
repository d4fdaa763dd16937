package dev.dropwhy.agent.cli;

import dev.dropwhy.agent.frames.EthernetFrameIdentifier;
import dev.dropwhy.agent.frames.FrameIdentifier;
import dev.dropwhy.diagnosis.catalog.LinkProtocols;
import dev.dropwhy.diagnosis.observation.FrameIdentity;

/**
 * Loads the catalog of link protocols when the first frame is to be identified: after the window, so that its loading does
 * not delay the window's start.
 */
final class LateFrameIdentifier implements FrameIdentifier {

    private static final class Loaded {
        static final FrameIdentifier IDENTIFIER = new EthernetFrameIdentifier(LinkProtocols.load());
    }

    @Override
    public FrameIdentity identify(byte[] frame) {
        return Loaded.IDENTIFIER.identify(frame);
    }
}
