package dev.dropwhy.diagnosis.intake;

import dev.dropwhy.api.EngineChoice;
import dev.dropwhy.api.EventSource;
import dev.dropwhy.api.HostFacts;
import dev.dropwhy.api.Speaker;
import dev.dropwhy.diagnosis.observation.ActionObservation;
import dev.dropwhy.diagnosis.observation.CounterSample;
import dev.dropwhy.diagnosis.observation.DropGroup;
import dev.dropwhy.diagnosis.observation.DropLocation;
import dev.dropwhy.diagnosis.observation.EventTotals;
import dev.dropwhy.diagnosis.observation.FilterObservation;
import dev.dropwhy.diagnosis.observation.Frame;
import dev.dropwhy.diagnosis.observation.FrameIdentity;
import dev.dropwhy.diagnosis.observation.InterfaceName;
import dev.dropwhy.diagnosis.observation.InterfaceObservation;
import dev.dropwhy.diagnosis.observation.IpHeader;
import dev.dropwhy.diagnosis.observation.LinkId;
import dev.dropwhy.diagnosis.observation.NetworkNamespace;
import dev.dropwhy.diagnosis.observation.Observation;
import dev.dropwhy.diagnosis.observation.PacketSocket;
import dev.dropwhy.diagnosis.observation.ProtocolHandler;
import dev.dropwhy.diagnosis.observation.QdiscObservation;
import dev.dropwhy.diagnosis.observation.TapTest;
import dev.dropwhy.diagnosis.observation.TappedInterface;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Cleans an observation, see the package. Pure. */
@SuppressWarnings({"NullAway", "ConstantValue"}) // null where the records promise none is what this class is for
public final class ObservationIntake {

    /** Longest name of an interface, function, reason or counter that is kept. */
    private static final int NAME = 64;

    private static final int SENTENCE = 512;
    private static final int MAC = 17;
    private static final int ARRIVALS = 4096;
    private static final int NAMESPACES = 64;

    /** A namespace has at most 63 characters and a pod 253 (RFC 1123 as Kubernetes has it), with a slash between. */
    private static final int POD = 317;

    private static final int FILTERS = 256;
    private static final int ACTIONS = 32; // TCA_ACT_MAX_PRIO

    private ObservationIntake() {}

    /**
     * Cleans an observation.
     *
     * @param o anything that could be read
     * @return the same measurement, safe to work with; groups in an order that does not depend on theirs
     */
    public static Observation clean(Observation o) {
        return new Observation(
                o.version(),
                o.start() == null ? Instant.EPOCH : o.start(),
                positive(o.durationMillis()),
                host(o.host()),
                engine(o.engine()),
                totals(o.events()),
                o.interfaces().stream()
                        .map(ObservationIntake::link)
                        .sorted(Comparator.comparing(InterfaceObservation::name)
                                .thenComparingInt(InterfaceObservation::index))
                        .toList(),
                o.otherInterfaces().stream()
                        .map(other -> new InterfaceName(other.index(), name(other.name())))
                        .toList(),
                samples(o.hostCounters()),
                groups(o.drops()),
                o.namespaces().stream()
                        .limit(NAMESPACES)
                        .map(ObservationIntake::namespace)
                        .toList(),
                o.handlers().stream()
                        .map(h -> new ProtocolHandler(name(h.type()), nameOrNull(h.device()), name(h.function())))
                        .toList(),
                o.packetSockets().stream()
                        .map(s -> new PacketSocket(
                                s.protocol(), nameOrNull(s.device()), s.pid(), nameOrNull(s.process()), s.own()))
                        .toList(),
                settings(o.settings()),
                o.limitations().stream().map(l -> Text.clean(l, SENTENCE)).toList(),
                tapTest(o.tapTest()));
    }

    private static TapTest tapTest(TapTest test) {
        if (test == null) {
            return null;
        }
        long opened = positive(test.openedMillis());
        long closed = Math.max(opened, test.closedMillis());
        return new TapTest(
                opened,
                closed,
                Math.max(closed, test.endMillis()),
                test.interfaces().stream()
                        .map(i -> new TappedInterface(
                                name(i.name()), positive(i.before()), positive(i.during()), positive(i.after())))
                        .toList());
    }

    private static List<DropGroup> groups(List<DropGroup> drops) {
        return drops.stream()
                .map(drop -> new Sortable(group(drop)))
                .sorted(Sortable.ORDER)
                .map(Sortable::group)
                .toList();
    }

    private static NetworkNamespace namespace(NetworkNamespace n) {
        return new NetworkNamespace(
                n.inode(),
                n.host(),
                Text.cleanOrNull(n.name(), 255),
                nameOrNull(n.runtime()),
                nameOrNull(n.container()),
                nameOrNull(n.podUid()),
                Text.cleanOrNull(n.pod(), POD),
                Text.cleanOrNull(n.unit(), 255),
                n.pid(),
                nameOrNull(n.process()));
    }

    private static HostFacts host(HostFacts host) {
        return host == null
                ? new HostFacts("unknown", null, 0, null, null)
                : new HostFacts(
                        Text.clean(host.kernelRelease(), 128),
                        Text.cleanOrNull(host.architecture(), 32),
                        Math.max(0, host.cpus()),
                        host.networkNamespace(),
                        Text.cleanOrNull(host.networkNamespaceName(), 384));
    }

    private static EngineChoice engine(EngineChoice engine) {
        EventSource used = engine == null || engine.used() == null ? EventSource.CountersOnly : engine.used();
        return new EngineChoice(used, engine == null ? null : Text.cleanOrNull(engine.reason(), SENTENCE));
    }

    private static EventTotals totals(EventTotals t) {
        return t == null
                ? new EventTotals(0, 0, 0, 0)
                : new EventTotals(
                        positive(t.seen()), positive(t.ungrouped()), positive(t.lost()), positive(t.framesLost()));
    }

    private static InterfaceObservation link(InterfaceObservation i) {
        return new InterfaceObservation(
                name(i.name()),
                i.index(),
                nameOrNull(i.kind()),
                Text.cleanOrNull(i.mac(), MAC),
                i.mtu(),
                i.carrier(),
                i.promiscuous(),
                nameOrNull(i.master()),
                nameOrNull(i.lower()),
                i.driver() == null || i.driver().name() == null ? null : i.driver(),
                i.rings(),
                i.channels(),
                samples(i.counters()),
                samples(i.driverCounters()),
                i.qdiscs().stream().map(ObservationIntake::qdisc).toList(),
                i.filters().stream()
                        .limit(FILTERS)
                        .map(ObservationIntake::filter)
                        .toList());
    }

    private static QdiscObservation qdisc(QdiscObservation q) {
        return new QdiscObservation(
                name(q.kind()),
                name(q.handle()),
                name(q.parent()),
                positive(q.dropped()),
                positive(q.overlimits()),
                positive(q.requeues()));
    }

    private static FilterObservation filter(FilterObservation f) {
        return new FilterObservation(
                name(f.place()),
                positive(f.chain()),
                Math.max(0, f.preference()),
                f.protocol() & 0xffff,
                name(f.kind()),
                name(f.handle()),
                nameOrNull(f.program()),
                f.uncounted(),
                f.actions().stream()
                        .limit(ACTIONS)
                        .map(a -> new ActionObservation(
                                name(a.kind()),
                                positive(a.index()),
                                positive(a.packets()),
                                positive(a.bytes()),
                                positive(a.dropped()),
                                positive(a.overlimits())))
                        .toList());
    }

    private static List<CounterSample> samples(List<CounterSample> samples) {
        return samples.stream()
                .sorted(Comparator.comparingLong(CounterSample::atMillis))
                .map(sample -> new CounterSample(sample.atMillis(), values(sample.values())))
                .toList();
    }

    private static Map<String, Long> values(Map<String, Long> values) {
        Map<String, Long> clean = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (name != null && value != null && value >= 0) {
                clean.put(name(name), value);
            }
        });
        return clean;
    }

    private static Map<String, String> settings(Map<String, String> settings) {
        Map<String, String> clean = new LinkedHashMap<>();
        settings.forEach((name, value) -> {
            if (name != null && value != null) {
                clean.put(Text.clean(name, 128), Text.clean(value, 128));
            }
        });
        return clean;
    }

    private static DropGroup group(DropGroup g) {
        return new DropGroup(
                g.netns(),
                g.observedNamespace(),
                Math.max(0, g.interfaceIndex()),
                g.interfaceName() == null || g.interfaceName().isEmpty() ? null : name(g.interfaceName()),
                g.reason() == null || g.reason().isEmpty() ? null : name(g.reason()),
                g.function() == null || g.function().isEmpty() ? "unknown" : name(g.function()),
                g.etherType() & 0xffff,
                link(g.link()),
                g.ipProtocol() == null ? null : g.ipProtocol() & 0xff,
                positive(g.count()),
                positive(g.bytes()),
                g.firstMillis(),
                g.lastMillis(),
                arrivals(g.arrivalsMicros()),
                g.frames().stream().limit(64).map(ObservationIntake::frame).toList(),
                g.locations().stream()
                        .limit(DropGroup.MOST_LOCATIONS)
                        .map(place -> new DropLocation(
                                positive(place.offset()), positive(place.size()), positive(place.count())))
                        .toList());
    }

    /** Engines write them in order, so that sorting is left for what people edited. */
    private static List<Long> arrivals(List<Long> arrivals) {
        for (int i = 1; i < arrivals.size(); i++) {
            if (arrivals.get(i) < arrivals.get(i - 1)) {
                return arrivals.stream().sorted().limit(ARRIVALS).toList();
            }
        }
        return arrivals.size() <= ARRIVALS ? arrivals : arrivals.subList(0, ARRIVALS);
    }

    private static @Nullable LinkId link(@Nullable LinkId id) {
        return id == null
                ? null
                : new LinkId(
                        Text.cleanOrNull(id.source(), MAC),
                        Text.cleanOrNull(id.destination(), MAC),
                        id.dsap(),
                        id.ssap(),
                        id.oui(),
                        id.pid(),
                        id.vlan());
    }

    private static Frame frame(Frame f) {
        return new Frame(f.atMicros(), f.length(), f.bytes() == null ? "" : f.bytes(), identity(f.identity()));
    }

    private static @Nullable FrameIdentity identity(@Nullable FrameIdentity i) {
        return i == null
                ? null
                : new FrameIdentity(
                        i.protocol() == null || i.protocol().isBlank() ? null : Text.clean(i.protocol(), 32),
                        Text.clean(i.summary(), 240),
                        Text.cleanOrNull(i.source(), MAC),
                        Text.cleanOrNull(i.destination(), MAC),
                        i.etherType(),
                        i.vlans(),
                        speaker(i.speaker()),
                        i.timerMillis() == null || i.timerMillis() <= 0 ? null : i.timerMillis(),
                        ip(i.ip()));
    }

    private static @Nullable IpHeader ip(@Nullable IpHeader ip) {
        return ip == null
                ? null
                : new IpHeader(
                        Text.clean(ip.source(), 45),
                        Text.clean(ip.destination(), 45),
                        ip.protocol(),
                        ip.sourcePort(),
                        ip.destinationPort(),
                        ip.icmpType());
    }

    private static @Nullable Speaker speaker(@Nullable Speaker s) {
        return s == null
                ? null
                : new Speaker(
                        Text.cleanOrNull(s.mac(), MAC),
                        Text.cleanOrNull(s.bridgeId(), 64),
                        Text.cleanOrNull(s.portId(), 128),
                        Text.cleanOrNull(s.systemName(), 128),
                        Text.cleanOrNull(s.description(), 256));
    }

    private static String name(@Nullable String name) {
        return Text.clean(name, NAME);
    }

    private static @Nullable String nameOrNull(@Nullable String name) {
        return Text.cleanOrNull(name, NAME);
    }

    private static long positive(long value) {
        return Math.max(0, value);
    }
}
