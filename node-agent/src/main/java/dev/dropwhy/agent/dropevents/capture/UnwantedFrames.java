package dev.dropwhy.agent.dropevents.capture;

import dev.dropwhy.agent.classify.HandlerTable;
import dev.dropwhy.agent.classify.Reception;
import dev.dropwhy.agent.counters.Link;
import dev.dropwhy.agent.dropevents.EngineSettings;
import dev.dropwhy.agent.dropevents.FrameGroups;
import dev.dropwhy.diagnosis.observation.DropGroup;
import dev.dropwhy.diagnosis.observation.FrameIdentity;
import dev.dropwhy.diagnosis.observation.PacketSocket;
import dev.dropwhy.diagnosis.observation.TapTest;
import java.util.List;
import java.util.function.LongUnaryOperator;

/** Takes captured frames and keeps those that no protocol handler and no packet socket of this host wants. For one thread. */
final class UnwantedFrames implements Tap.Sink {

    private static final int HEADER = 14;

    private final EngineSettings settings;
    private final HandlerTable handlers;
    private final List<PacketSocket> sockets;
    private final LongUnaryOperator sinceStart;
    private final FrameGroups groups;

    /**
     * @param handlers what this host wants
     * @param sockets packet sockets of others
     * @param sinceStart makes microseconds of the wall clock into microseconds since the start of the window
     */
    UnwantedFrames(
            EngineSettings settings, HandlerTable handlers, List<PacketSocket> sockets, LongUnaryOperator sinceStart) {
        this.settings = settings;
        this.handlers = handlers;
        this.sockets = List.copyOf(sockets);
        this.sinceStart = sinceStart;
        this.groups = new FrameGroups(settings);
    }

    @Override
    public void take(Link link, byte[] frame, int length, long wallMicros) {
        FrameIdentity identity = settings.frames().identify(frame);
        if (handlers.of(identity) == Reception.Unhandled
                && identity.ip() == null
                && !hasSocket(link, identity.etherType())) {
            groups.add(
                    new FrameGroups.Place(link.index(), link.name(), null, TapTest.FUNCTION, identity.etherType()),
                    frame,
                    Math.max(0, length - HEADER),
                    Math.max(0, sinceStart.applyAsLong(wallMicros)));
        }
    }

    /** A socket for exactly this EtherType is a handler that {@code /proc/net/ptype} leaves out where it has a device. */
    private boolean hasSocket(Link link, int etherType) {
        return sockets.stream()
                .anyMatch(socket -> socket.protocol() == etherType
                        && (socket.device() == null || socket.device().equals(link.name())));
    }

    /** Frames that nothing here wants. */
    long seen() {
        return groups.seen();
    }

    /** Part of them for which there was no room. */
    long ungrouped() {
        return groups.ungrouped();
    }

    /** The groups, largest first. */
    List<DropGroup> groups() {
        return groups.groups(settings.observedNamespace(), true);
    }
}
