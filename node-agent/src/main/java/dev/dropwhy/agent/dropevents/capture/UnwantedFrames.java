package dev.dropwhy.agent.dropevents.capture;

import dev.dropwhy.agent.classify.HandlerTable;
import dev.dropwhy.agent.classify.Reception;
import dev.dropwhy.agent.counters.Link;
import dev.dropwhy.agent.dropevents.EngineSettings;
import dev.dropwhy.diagnosis.catalog.LinkProtocols;
import dev.dropwhy.diagnosis.observation.DropGroup;
import dev.dropwhy.diagnosis.observation.Frame;
import dev.dropwhy.diagnosis.observation.FrameIdentity;
import dev.dropwhy.diagnosis.observation.LinkId;
import dev.dropwhy.diagnosis.observation.PacketSocket;
import dev.dropwhy.diagnosis.observation.TapTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Groups captured frames that no protocol handler and no packet socket wants. Hostile input; bounded. For one thread. */
final class UnwantedFrames implements Tap.Sink {

    private static final int MOST_GROUPS = 512;
    private static final int MOST_ARRIVALS = 512;
    private static final int HEADER = 14;
    private static final int SNAP_SAP = 0xaa;

    private final EngineSettings settings;
    private final HandlerTable handlers;
    private final List<PacketSocket> sockets;
    private final LongUnaryOperator sinceStart;
    private final Map<Key, Group> groups = new LinkedHashMap<>();
    private long seen;
    private long ungrouped;

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
    }

    private record Key(int index, int etherType, LinkId link) {}

    private static final class Group {
        private final Link link;
        private final long firstMicros;
        private final List<Long> arrivals = new ArrayList<>();
        private final List<Frame> frames = new ArrayList<>();
        private long lastMicros;
        private long count;
        private long bytes;

        private Group(Link link, long firstMicros) {
            this.link = link;
            this.firstMicros = firstMicros;
        }
    }

    @Override
    public void take(Link link, byte[] frame, int length, long wallMicros) {
        FrameIdentity identity = settings.frames().identify(frame);
        if (handlers.of(identity) != Reception.Unhandled
                || identity.ip() != null
                || hasSocket(link, identity.etherType())) {
            return;
        }
        seen++;
        long at = Math.max(0, sinceStart.applyAsLong(wallMicros));
        Key key = new Key(link.index(), identity.etherType(), linkId(frame, identity));
        Group group = groups.get(key);
        if (group == null) {
            if (groups.size() >= MOST_GROUPS) {
                ungrouped++;
                return;
            }
            group = new Group(link, at);
            groups.put(key, group);
        }
        add(group, frame, length, at);
    }

    /** A socket for exactly this EtherType is a handler that {@code /proc/net/ptype} leaves out where it has a device. */
    private boolean hasSocket(Link link, int etherType) {
        return sockets.stream()
                .anyMatch(socket -> socket.protocol() == etherType
                        && (socket.device() == null || socket.device().equals(link.name())));
    }

    private void add(Group group, byte[] frame, int length, long atMicros) {
        // As the kernel counts a packet on its way in: without the link header.
        int packet = Math.max(0, length - HEADER);
        group.count++;
        group.bytes += packet;
        group.lastMicros = Math.max(group.lastMicros, atMicros);
        if (group.arrivals.size() < MOST_ARRIVALS) {
            group.arrivals.add(atMicros);
        }
        if (group.frames.size() < settings.samplesPerGroup() && settings.bytesPerFrame() > 0) {
            byte[] kept = Arrays.copyOf(frame, Math.min(frame.length, settings.bytesPerFrame()));
            group.frames.add(new Frame(
                    atMicros,
                    packet,
                    HexFormat.of().formatHex(kept),
                    settings.frames().identify(kept)));
        }
    }

    /** A frame with a tag of VLAN 0 never comes here untagged, so what follows the header is its LLC. */
    private static LinkId linkId(byte[] frame, FrameIdentity identity) {
        int llc = HEADER + 4 * identity.vlans().size();
        boolean hasLlc = identity.etherType() == LinkProtocols.ETHER_TYPE_LLC && frame.length >= llc + 3;
        boolean hasSnap = hasLlc
                && frame.length >= llc + 8
                && (frame[llc] & 0xff) == SNAP_SAP
                && (frame[llc + 1] & 0xff) == SNAP_SAP;
        return new LinkId(
                identity.source(),
                identity.destination(),
                hasLlc ? Integer.valueOf(frame[llc] & 0xff) : null,
                hasLlc ? Integer.valueOf(frame[llc + 1] & 0xff) : null,
                hasSnap ? number(frame, llc + 3, 3) : null,
                hasSnap ? number(frame, llc + 6, 2) : null,
                null);
    }

    private static @Nullable Integer number(byte[] bytes, int offset, int length) {
        int value = 0;
        for (int i = 0; i < length; i++) {
            value = (value << 8) | (bytes[offset + i] & 0xff);
        }
        return value;
    }

    /** Frames that nothing here wants. */
    long seen() {
        return seen;
    }

    /** Part of them for which there was no room. */
    long ungrouped() {
        return ungrouped;
    }

    /** The groups, largest first. */
    List<DropGroup> groups() {
        return groups.entrySet().stream()
                .map(entry -> group(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(DropGroup::count).reversed().thenComparingLong(DropGroup::firstMillis))
                .toList();
    }

    private DropGroup group(Key key, Group group) {
        return new DropGroup(
                settings.observedNamespace(),
                true,
                group.link.index(),
                group.link.name(),
                null,
                TapTest.FUNCTION,
                key.etherType(),
                key.link(),
                group.count,
                group.bytes,
                group.firstMicros / 1_000,
                group.lastMicros / 1_000,
                group.arrivals.stream().sorted().toList(),
                group.frames);
    }
}
