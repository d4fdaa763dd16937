package dev.dropwhy.agent.classify;

import dev.dropwhy.agent.frames.EthernetFrameIdentifier;
import dev.dropwhy.agent.frames.FrameIdentifier;
import dev.dropwhy.diagnosis.catalog.LinkProtocols;
import dev.dropwhy.diagnosis.observation.FrameIdentity;
import dev.dropwhy.diagnosis.observation.ProtocolHandler;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Says of every frame of a capture file what it is and whether a host wants it. */
public final class CaptureClassifier {

    private static final int LINK_TYPE_ETHERNET = 1;

    private final LinkProtocols catalog;
    private final EthernetFrameIdentifier identifier;
    private final HandlerTable handlers;

    /**
     * Makes a classifier.
     *
     * @param catalog names for the ids that frames hold
     * @param handlers what the host wants: {@code /proc/net/ptype}
     */
    public CaptureClassifier(LinkProtocols catalog, List<ProtocolHandler> handlers) {
        this.catalog = catalog;
        this.identifier = new EthernetFrameIdentifier(catalog);
        this.handlers = new HandlerTable(handlers);
    }

    /**
     * Reads a whole file, in bounded memory.
     *
     * @param file pcap or pcapng, from its beginning
     * @param each told of every frame, in the file's order
     * @return totals; of a file that is damaged further on, those of the frames before, and a limitation that says so
     * @throws CaptureFormatException where it is no capture file
     * @throws IOException where it cannot be read
     */
    public Classification classify(InputStream file, Consumer<ClassifiedFrame> each) throws IOException {
        return classify(file, identifier, each);
    }

    /** Totals alone, in a third less time; otherwise as {@link #classify}. */
    public Classification count(InputStream file) throws IOException {
        return classify(file, identifier::identifyForCount, frame -> {});
    }

    private Classification classify(InputStream file, FrameIdentifier of, Consumer<ClassifiedFrame> each)
            throws IOException {
        CaptureReader reader = CaptureReader.open(file);
        Tally tally = new Tally(catalog);
        long number = 0;
        long foreign = 0;
        int foreignLinkType = 0;
        for (CapturedFrame frame = reader.next(); frame != null; frame = reader.next()) {
            if (frame.linkType() != LINK_TYPE_ETHERNET) {
                foreign++;
                foreignLinkType = frame.linkType();
            }
            ClassifiedFrame classified = classify(++number, frame, of);
            tally.add(classified);
            each.accept(classified);
        }
        List<String> limitations = new ArrayList<>();
        if (handlers.unknown()) {
            limitations.add("The protocol handlers of this host are not known, so that nothing is said about whether it"
                    + " wants a frame: /proc/net/ptype cannot be read.");
        }
        if (reader.damage() != null) {
            limitations.add(reader.damage());
        }
        if (foreign > 0) {
            limitations.add(
                    foreign + " frames are not Ethernet (link type " + foreignLinkType
                            + "), so that they have no link protocol to identify; capture on one interface instead of \"any\".");
        }
        return tally.result(limitations);
    }

    private ClassifiedFrame classify(long number, CapturedFrame frame, FrameIdentifier of) {
        FrameIdentity identity = frame.linkType() == LINK_TYPE_ETHERNET
                ? of.identify(frame.bytes())
                : new FrameIdentity(
                        null,
                        "Not Ethernet: link type " + frame.linkType(),
                        null,
                        null,
                        LinkProtocols.ABSENT,
                        List.of(),
                        null,
                        null,
                        null);
        return new ClassifiedFrame(number, frame.atMicros(), frame.length(), handlers.of(identity), identity);
    }
}
