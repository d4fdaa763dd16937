package dev.dropwhy.agent.dropevents;

import dev.dropwhy.diagnosis.catalog.LinkProtocols;
import dev.dropwhy.diagnosis.observation.DropGroup;
import dev.dropwhy.diagnosis.observation.Frame;
import dev.dropwhy.diagnosis.observation.LinkId;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Adds up frames whose bytes come to this process one by one, by place, protocol and sender. Frames are hostile input: work
 * and memory are bounded whatever they hold. For one thread.
 */
public final class FrameGroups {

    private static final int MOST_GROUPS = 2_048;
    private static final int MOST_ARRIVALS = 512;

    /** Of all groups together: 2 MiB. */
    private static final int MOST_ARRIVALS_IN_ALL = 1 << 18;

    private static final int HEADER = 14;
    private static final int SNAP_SAP = 0xaa;

    private final EngineSettings settings;
    private final Map<Key, Group> groups = new LinkedHashMap<>();
    private int arrivalsInAll;
    private long seen;
    private long ungrouped;

    /** Makes an empty table. */
    public FrameGroups(EngineSettings settings) {
        this.settings = settings;
    }

    /**
     * Where and why a frame was dropped.
     *
     * @param interfaceIndex where it came in; 0 where that is not known
     * @param interfaceName its name, where the source tells it
     * @param reason drop reason, where the source tells it
     * @param function kernel function
     * @param etherType protocol as the stack saw it
     */
    public record Place(
            int interfaceIndex,
            @Nullable String interfaceName,
            @Nullable String reason,
            String function,
            int etherType) {}

    private record Key(
            Place place, @Nullable LinkId link, @Nullable Integer ipProtocol) {}

    @SuppressWarnings("ArrayRecordComponent") // nothing compares it
    private record Sample(long atMicros, long bytes, byte[] frame) {}

    private static final class Group {
        private final TellingFrames<Sample> samples;
        private long[] arrivals = new long[4];
        private int arrivalCount;
        private long firstMicros = Long.MAX_VALUE;
        private long lastMicros;
        private long count;
        private long bytes;

        private Group(int mostSamples) {
            samples = new TellingFrames<>(mostSamples);
        }
    }

    /**
     * Adds a frame.
     *
     * @param place where and why
     * @param frame its bytes from the destination MAC on, possibly cut short
     * @param bytes its length as the kernel counts packets: without the link header
     * @param atMicros microseconds since the start of the window
     */
    public void add(Place place, byte[] frame, long bytes, long atMicros) {
        seen++;
        Group group = group(
                new Key(place, link(place.etherType(), frame), PacketHeaders.ipProtocol(frame, place.etherType())));
        if (group == null) {
            ungrouped++;
            return;
        }
        group.count++;
        group.bytes += bytes;
        group.firstMicros = Math.min(group.firstMicros, atMicros);
        group.lastMicros = Math.max(group.lastMicros, atMicros);
        if (group.arrivalCount < MOST_ARRIVALS && arrivalsInAll < MOST_ARRIVALS_IN_ALL) {
            if (group.arrivalCount == group.arrivals.length) {
                group.arrivals = Arrays.copyOf(group.arrivals, group.arrivalCount * 2);
            }
            group.arrivals[group.arrivalCount++] = atMicros;
            arrivalsInAll++;
        }
        int kept = Math.min(PacketHeaders.length(frame, true, place.etherType()), settings.bytesPerFrame());
        if (kept > 0) {
            group.samples.offer(
                    PacketEnds.of(frame, true, place.etherType()),
                    () -> new Sample(atMicros, bytes, Arrays.copyOf(frame, kept)));
        }
    }

    private @Nullable Group group(Key key) {
        Group group = groups.get(key);
        if (group == null && groups.size() < MOST_GROUPS) {
            group = new Group(settings.samplesPerGroup());
            groups.put(key, group);
        }
        return group;
    }

    /** Senders of frames below IP are kept apart; those of IP and ARP are not. */
    private static @Nullable LinkId link(int etherType, byte[] frame) {
        if (PacketHeaders.isIpOrArp(etherType) || !PacketHeaders.startsWithEthernet(frame, etherType)) {
            return null;
        }
        boolean hasLlc = etherType == LinkProtocols.ETHER_TYPE_LLC && frame.length >= HEADER + 3;
        boolean hasSnap = hasLlc
                && frame.length >= HEADER + 8
                && (frame[HEADER] & 0xff) == SNAP_SAP
                && (frame[HEADER + 1] & 0xff) == SNAP_SAP;
        return new LinkId(
                mac(frame, 6),
                mac(frame, 0),
                hasLlc ? number(frame, HEADER, 1) : null,
                hasLlc ? number(frame, HEADER + 1, 1) : null,
                hasSnap ? number(frame, HEADER + 3, 3) : null,
                hasSnap ? number(frame, HEADER + 6, 2) : null,
                null);
    }

    private static String mac(byte[] frame, int offset) {
        return HexFormat.ofDelimiter(":").formatHex(frame, offset, offset + 6);
    }

    private static Integer number(byte[] bytes, int offset, int length) {
        int value = 0;
        for (int i = 0; i < length; i++) {
            value = (value << 8) | (bytes[offset + i] & 0xff);
        }
        return value;
    }

    /** Frames that were added. */
    public long seen() {
        return seen;
    }

    /** Part of them for which there was no room. */
    public long ungrouped() {
        return ungrouped;
    }

    /**
     * The groups, largest first.
     *
     * @param netns inode number of the network namespace, 0 where the source does not tell it
     * @param observed whether that is the one whose interfaces are balanced
     */
    public List<DropGroup> groups(long netns, boolean observed) {
        return groups.entrySet().stream()
                .map(entry -> group(netns, observed, entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(DropGroup::count)
                        .reversed()
                        .thenComparing(DropGroup::function)
                        .thenComparingLong(DropGroup::firstMillis))
                .toList();
    }

    private DropGroup group(long netns, boolean observed, Key key, Group group) {
        Place place = key.place();
        return new DropGroup(
                netns,
                observed,
                place.interfaceIndex(),
                place.interfaceName() != null || place.interfaceIndex() == 0
                        ? place.interfaceName()
                        : settings.interfaceNames().apply(place.interfaceIndex()),
                place.reason(),
                place.function(),
                place.etherType(),
                key.link(),
                key.ipProtocol(),
                group.count,
                group.bytes,
                group.firstMicros / 1_000,
                group.lastMicros / 1_000,
                LongStream.of(group.arrivals)
                        .limit(group.arrivalCount)
                        .sorted()
                        .boxed()
                        .toList(),
                group.samples.frames().stream()
                        .sorted(Comparator.comparingLong(Sample::atMicros))
                        .map(this::frame)
                        .toList(),
                List.of());
    }

    private Frame frame(Sample sample) {
        return new Frame(
                sample.atMicros(),
                (int) Math.min(Integer.MAX_VALUE, sample.bytes()),
                HexFormat.of().formatHex(sample.frame()),
                settings.frames().identify(sample.frame()));
    }
}
