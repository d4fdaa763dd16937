package dev.dropwhy.agent.dropevents.tracefs;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.dropwhy.agent.kernel.KernelSymbols.Functions;
import dev.dropwhy.diagnosis.observation.DropGroup;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Adds up trace events by place, reason and protocol. Bounded; used by one thread at a time. */
final class TraceTally implements TracePage.Visitor {

    private static final int MOST_GROUPS = 8_192;
    private static final int MOST_ARRIVALS = 512;

    private final EventFormat format;
    private final Map<Key, Group> groups = new HashMap<>();
    private @Nullable Key lastKey;
    private @Nullable Group lastGroup;
    private long seen;
    private long ungrouped;

    TraceTally(EventFormat format) {
        this.format = format;
    }

    private record Key(long location, int reason, int protocol) {}

    private static final class Group {
        private long count;
        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;
        private long[] arrivals = new long[8];
        private int arrivalCount;

        void add(long nanos) {
            count++;
            first = Math.min(first, nanos);
            last = Math.max(last, nanos);
            if (arrivalCount < MOST_ARRIVALS) {
                if (arrivalCount == arrivals.length) {
                    arrivals = Arrays.copyOf(arrivals, arrivalCount * 2);
                }
                arrivals[arrivalCount++] = nanos;
            }
        }
    }

    @Override
    public void event(long nanos, MemorySegment event) {
        if (event.byteSize() < format.bytes()
                || Short.toUnsignedInt(event.get(JAVA_SHORT_UNALIGNED, 0)) != format.id()) {
            return;
        }
        seen++;
        long location = event.get(JAVA_LONG_UNALIGNED, format.location());
        int reason = format.hasReason() ? event.get(JAVA_INT_UNALIGNED, format.reason()) : 0;
        int protocol = Short.toUnsignedInt(event.get(JAVA_SHORT_UNALIGNED, format.protocol()));
        Group group = group(location, reason, protocol);
        if (group == null) {
            ungrouped++;
        } else {
            group.add(nanos);
        }
    }

    /** In a storm one group comes again and again: no garbage, no table for those. */
    private @Nullable Group group(long location, int reason, int protocol) {
        Key last = lastKey;
        if (last != null && last.location == location && last.reason == reason && last.protocol == protocol) {
            return lastGroup;
        }
        Key key = new Key(location, reason, protocol);
        Group group = groups.get(key);
        if (group == null && groups.size() < MOST_GROUPS) {
            group = new Group();
            groups.put(key, group);
        }
        lastKey = key;
        lastGroup = group;
        return group;
    }

    long seen() {
        return seen;
    }

    /** Events that found no room in the table. */
    long ungrouped() {
        return ungrouped;
    }

    Set<Long> locations() {
        return groups.keySet().stream().map(Key::location).collect(Collectors.toSet());
    }

    /** What one drop group of the observation stands for. */
    private record Place(String function, int reason, int protocol) {}

    /**
     * The groups, largest first; places in the same function are one.
     *
     * @param functions the functions at the addresses of the drops
     * @param startNanos start of the window on the instance's clock
     */
    List<DropGroup> groups(Functions functions, EventFormat names, long startNanos) {
        Map<Place, Map<Key, Group>> places = new HashMap<>();
        groups.forEach((key, group) -> places.computeIfAbsent(
                        new Place(functions.at(key.location()), key.reason(), key.protocol()), place -> new HashMap<>())
                .put(key, group));
        return places.entrySet().stream()
                .map(entry -> group(entry.getKey(), entry.getValue(), functions, names, startNanos))
                .sorted(Comparator.comparingLong(DropGroup::count)
                        .reversed()
                        .thenComparing(DropGroup::function)
                        .thenComparingLong(DropGroup::firstMillis))
                .toList();
    }

    private static DropGroup group(
            Place place, Map<Key, Group> parts, Functions functions, EventFormat names, long startNanos) {
        long first = parts.values().stream().mapToLong(part -> part.first).min().orElse(startNanos);
        long last = parts.values().stream().mapToLong(part -> part.last).max().orElse(startNanos);
        return new DropGroup(
                0,
                false,
                0,
                null,
                names.hasReason() ? names.name(place.reason()) : null,
                place.function(),
                place.protocol(),
                null,
                null,
                parts.values().stream().mapToLong(part -> part.count).sum(),
                0,
                since(startNanos, first) / 1_000_000,
                since(startNanos, last) / 1_000_000,
                parts.values().stream()
                        .flatMapToLong(part -> LongStream.of(Arrays.copyOf(part.arrivals, part.arrivalCount)))
                        .sorted()
                        .limit(MOST_ARRIVALS)
                        .map(nanos -> since(startNanos, nanos) / 1_000)
                        .boxed()
                        .toList(),
                List.of(),
                functions.locations(parts.entrySet().stream()
                        .collect(Collectors.toMap(
                                entry -> entry.getKey().location(), entry -> entry.getValue().count))));
    }

    private static long since(long start, long nanos) {
        return Math.max(0, nanos - start);
    }
}
