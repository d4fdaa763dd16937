package dev.dropwhy.agent.dropevents.bpf;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what the program counted, by the layouts of {@code dropwhy.h}. To be read when the program runs no more. */
final class DropTables {

    private static final int VALUE_BYTES = 64;
    private static final int SLOT_BYTES = 80;
    private static final int SLOTS = 16;

    private final Libbpf libbpf;
    private final BpfProgram program;
    private final long jiffyNanos;

    DropTables(Libbpf libbpf, BpfProgram program, long jiffyNanos) {
        this.libbpf = libbpf;
        this.program = program;
        this.jiffyNanos = jiffyNanos;
    }

    /**
     * Everything that was counted.
     *
     * @param groups drops by group
     * @param coarse drops for which the table of groups was too full to keep link identities apart, or even protocols
     * @param ungrouped drops that found room in neither
     * @param samplesLost samples that found no room in the ring
     */
    record Counted(Map<DropKey, DropTally> groups, Map<DropKey, DropTally> coarse, long ungrouped, long samplesLost) {

        /** All drops that the program saw. */
        long seen() {
            return sum(groups) + sum(coarse) + ungrouped;
        }

        private static long sum(Map<DropKey, DropTally> tallies) {
            return tallies.values().stream().mapToLong(DropTally::count).sum();
        }
    }

    Counted read() {
        Map<DropKey, Value> groups = new HashMap<>();
        Map<DropKey, Value> coarse = new HashMap<>();
        Map<DropKey, Value> places = new HashMap<>();
        try (Arena arena = Arena.ofConfined()) {
            int cpus = libbpf.possibleCpus();
            readHash("groups", DropKey.BYTES, groups, arena);
            readHash("coarse_groups", DropKey.COARSE_BYTES, coarse, arena);
            readHash("place_groups", DropKey.COARSE_BYTES, places, arena);
            readSlots(groups, cpus, arena);
            MemorySegment counters = arena.allocate(8L * cpus, 8);
            return new Counted(
                    tallies(groups),
                    merged(tallies(coarse), tallies(places)),
                    counter(0, counters, cpus),
                    counter(1, counters, cpus));
        }
    }

    /** A {@code struct drop_value} and its tally. */
    private record Value(long firstNanos, long firstJiffies, long destination, DropTally tally) {}

    private void readHash(String name, int keyBytes, Map<DropKey, Value> into, Arena arena) {
        int descriptor = program.map(name);
        MemorySegment key = arena.allocate(keyBytes, 8);
        MemorySegment value = arena.allocate(VALUE_BYTES, 8);
        MemorySegment previous = MemorySegment.NULL;
        while (libbpf.nextKey(descriptor, previous, key)) {
            if (libbpf.lookUp(descriptor, key, value)) {
                into.put(keyBytes == DropKey.BYTES ? DropKey.read(key, 0) : DropKey.readCoarse(key), value(value));
            }
            previous = key;
        }
    }

    private Value value(MemorySegment memory) {
        Value value = new Value(
                memory.get(JAVA_LONG, 16), memory.get(JAVA_LONG, 24), DropKey.mac(memory, 52), new DropTally());
        add(value, memory.get(JAVA_LONG, 0), memory.get(JAVA_LONG, 8), memory.get(JAVA_LONG, 32));
        return value;
    }

    private void add(Value value, long count, long bytes, long lastJiffies) {
        long last = value.firstNanos() + (lastJiffies - value.firstJiffies()) * jiffyNanos;
        value.tally().add(count, bytes, value.firstNanos(), last, value.destination());
    }

    /** Adds what the CPUs counted since they last wrote to the table. */
    private void readSlots(Map<DropKey, Value> groups, int cpus, Arena arena) {
        int descriptor = program.map("hot_slots");
        MemorySegment index = arena.allocate(JAVA_INT);
        MemorySegment slots = arena.allocate((long) SLOT_BYTES * cpus, 8);
        for (int i = 0; i < SLOTS; i++) {
            index.set(JAVA_INT, 0, i);
            libbpf.lookUp(descriptor, index, slots);
            for (int cpu = 0; cpu < cpus; cpu++) {
                long slot = (long) SLOT_BYTES * cpu;
                long count = slots.get(JAVA_LONG, slot + 40);
                @Nullable Value value = count == 0 ? null : groups.get(DropKey.read(slots, slot));
                if (value != null) {
                    add(value, count, slots.get(JAVA_LONG, slot + 48), slots.get(JAVA_LONG, slot + 56));
                }
            }
        }
    }

    private long counter(int number, MemorySegment values, int cpus) {
        try (Arena arena = Arena.ofConfined()) {
            libbpf.lookUp(program.map("counters"), arena.allocateFrom(JAVA_INT, number), values);
        }
        long sum = 0;
        for (int cpu = 0; cpu < cpus; cpu++) {
            sum += values.getAtIndex(JAVA_LONG, cpu);
        }
        return sum;
    }

    /** A drop of IP may be in either table. */
    private static Map<DropKey, DropTally> merged(Map<DropKey, DropTally> coarse, Map<DropKey, DropTally> places) {
        places.forEach((key, tally) -> coarse.merge(key, tally, (one, other) -> {
            one.add(other);
            return one;
        }));
        return coarse;
    }

    private static Map<DropKey, DropTally> tallies(Map<DropKey, Value> values) {
        Map<DropKey, DropTally> tallies = new HashMap<>();
        values.forEach((key, value) -> {
            if (value.tally().count() > 0) {
                tallies.put(key, value.tally());
            }
        });
        return tallies;
    }
}
