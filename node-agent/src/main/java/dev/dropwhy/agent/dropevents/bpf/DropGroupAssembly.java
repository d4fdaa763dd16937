package dev.dropwhy.agent.dropevents.bpf;

import dev.dropwhy.agent.dropevents.EngineSettings;
import dev.dropwhy.agent.dropevents.PacketEnds;
import dev.dropwhy.agent.dropevents.PacketHeaders;
import dev.dropwhy.agent.dropevents.TellingFrames;
import dev.dropwhy.agent.dropevents.bpf.SampleCollector.CapturedFrame;
import dev.dropwhy.agent.dropevents.bpf.SampleCollector.Samples;
import dev.dropwhy.agent.kernel.KernelSymbols.Functions;
import dev.dropwhy.diagnosis.observation.DropGroup;
import dev.dropwhy.diagnosis.observation.Frame;
import dev.dropwhy.diagnosis.observation.LinkId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Makes drop groups of what was counted and sampled: drops at several places of one function become one group. */
final class DropGroupAssembly {

    private static final HexFormat HEX = HexFormat.of();

    private final EngineSettings settings;
    private final Functions functions;
    private final @Nullable IntFunction<String> reasons;
    private final long startNanos;
    private final Map<Place, Parts> groups = new HashMap<>();

    /**
     * Begins.
     *
     * @param functions the functions at the addresses of the drops
     * @param reasons name of a reason; null where the kernel gives none
     * @param startNanos start of the window on the clock of {@link System#nanoTime}
     */
    DropGroupAssembly(
            EngineSettings settings, Functions functions, @Nullable IntFunction<String> reasons, long startNanos) {
        this.settings = settings;
        this.functions = functions;
        this.reasons = reasons;
        this.startNanos = startNanos;
    }

    /** What one drop group of the observation stands for. */
    private record Place(String function, DropKey key, boolean coarse) {}

    private static final class Parts {
        private final DropTally tally = new DropTally();
        private final List<Samples> samples = new ArrayList<>(1);
        private final Map<Long, Long> locations = new HashMap<>(2);
    }

    void add(Map<DropKey, DropTally> tallies, boolean coarse) {
        tallies.forEach((key, tally) -> {
            Parts parts = parts(key, coarse);
            parts.tally.add(tally);
            parts.locations.merge(key.location(), tally.count(), Long::sum);
        });
    }

    /** Adds samples, to their own group or, where the table had no room for that, to the finest one that there is. */
    void add(Map<DropKey, Samples> samples) {
        samples.forEach((key, taken) -> {
            Parts own = groups.get(place(key, false));
            Parts coarse = own != null ? own : groups.get(place(key.coarse(), true));
            Parts parts = coarse != null ? coarse : groups.get(place(key.place(), true));
            if (parts != null) {
                parts.samples.add(taken);
            }
        });
    }

    private Parts parts(DropKey key, boolean coarse) {
        return groups.computeIfAbsent(place(key, coarse), place -> new Parts());
    }

    private Place place(DropKey key, boolean coarse) {
        return new Place(functions.at(key.location()), key.withoutLocation(), coarse);
    }

    /** The groups, largest first; ties in an order that does not depend on the run. */
    List<DropGroup> groups() {
        return groups.entrySet().stream()
                .map(entry -> group(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(DropGroup::count)
                        .reversed()
                        .thenComparing(DropGroup::function)
                        .thenComparingLong(DropGroup::firstMillis))
                .toList();
    }

    private DropGroup group(Place place, Parts parts) {
        DropKey key = place.key();
        long netns = Integer.toUnsignedLong(key.netns());
        boolean observed = netns == settings.observedNamespace();
        return new DropGroup(
                netns,
                observed,
                key.interfaceIndex(),
                observed && key.interfaceIndex() != 0
                        ? settings.interfaceNames().apply(key.interfaceIndex())
                        : null,
                reasons == null ? null : reasons.apply(key.reason()),
                place.function(),
                key.protocol(),
                link(place, parts.tally),
                key.ipProtocol() == 0 ? null : key.ipProtocol(),
                parts.tally.count(),
                parts.tally.bytes(),
                millis(parts.tally.firstNanos()),
                millis(parts.tally.lastNanos()),
                arrivals(parts.samples),
                frames(parts.samples, key.protocol()),
                functions.locations(parts.locations));
    }

    private static @Nullable LinkId link(Place place, DropTally tally) {
        DropKey key = place.key();
        return switch (key.kind()) {
            case NONE ->
                place.coarse() && belowIp(key.protocol()) ? new LinkId(null, null, null, null, null, null, null) : null;
            case TYPE -> link(key, tally, null, null, null, null);
            case LLC -> link(key, tally, key.dsap(), key.ssap(), null, null);
            case SNAP -> link(key, tally, key.dsap(), key.ssap(), key.oui(), key.pid());
        };
    }

    private static LinkId link(
            DropKey key,
            DropTally tally,
            @Nullable Integer dsap,
            @Nullable Integer ssap,
            @Nullable Integer oui,
            @Nullable Integer pid) {
        return new LinkId(
                mac(key.source()), mac(tally.destination()), dsap, ssap, oui, pid, key.vlan() < 0 ? null : key.vlan());
    }

    private static boolean belowIp(int protocol) {
        return protocol != 0 && !PacketHeaders.isIpOrArp(protocol);
    }

    private static String mac(long address) {
        byte[] bytes = new byte[6];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (address >>> (8 * (bytes.length - 1 - i)));
        }
        return HexFormat.ofDelimiter(":").formatHex(bytes);
    }

    private List<Long> arrivals(List<Samples> samples) {
        return samples.stream()
                .flatMapToLong(taken -> LongStream.of(taken.times()))
                .sorted()
                .limit(SampleCollector.MOST_ARRIVALS)
                .map(this::micros)
                .boxed()
                .toList();
    }

    private List<Frame> frames(List<Samples> samples, int protocol) {
        TellingFrames<CapturedFrame> telling = new TellingFrames<>(settings.samplesPerGroup());
        samples.stream()
                .flatMap(taken -> taken.frames().stream())
                .sorted(Comparator.comparingLong(CapturedFrame::atNanos))
                .forEach(frame ->
                        telling.offer(PacketEnds.of(frame.bytes(), frame.linkHeader(), protocol), () -> frame));
        return telling.frames().stream()
                .sorted(Comparator.comparingLong(CapturedFrame::atNanos))
                .map(this::frame)
                .toList();
    }

    private Frame frame(CapturedFrame captured) {
        return new Frame(
                micros(captured.atNanos()),
                captured.length(),
                HEX.formatHex(captured.bytes()),
                captured.linkHeader() ? settings.frames().identify(captured.bytes()) : null);
    }

    private long millis(long nanos) {
        return Math.max(0, nanos - startNanos) / 1_000_000;
    }

    private long micros(long nanos) {
        return Math.max(0, nanos - startNanos) / 1_000;
    }
}
