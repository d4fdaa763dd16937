package dev.dropwhy.agent.dropevents.bpf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.dropwhy.agent.dropevents.PacketEnds;
import dev.dropwhy.agent.dropevents.PacketHeaders;
import dev.dropwhy.agent.dropevents.TellingFrames;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the samples of each group: exact times, and a few frames. Bounded for the whole window, whatever is dropped; what
 * does not fit is counted. Used by one thread at a time.
 */
final class SampleCollector {

    /** Size of {@code struct sample} of the program. */
    static final int BYTES = 312;

    /** Most exact times per group, as {@code DropGroup} promises. */
    static final int MOST_ARRIVALS = 512;

    private static final int MOST_GROUPS = 16_384;
    private static final int MOST_FRAMES = 16_384;
    private static final int MOST_ARRIVALS_IN_ALL = 524_288;

    private final int samplesPerGroup;
    private final Map<DropKey, Samples> groups = new HashMap<>();
    private int frames;
    private int arrivals;
    private long lost;

    SampleCollector(int samplesPerGroup) {
        this.samplesPerGroup = samplesPerGroup;
    }

    /**
     * One frame as it was captured.
     *
     * @param atNanos when it was dropped, on the clock of {@link System#nanoTime}
     * @param length length of the packet
     * @param linkHeader whether the bytes start at the link header; else at the network header
     * @param bytes what was captured
     */
    @SuppressWarnings("ArrayRecordComponent") // nothing compares it
    record CapturedFrame(long atNanos, int length, boolean linkHeader, byte[] bytes) {}

    /** The samples of one group. */
    static final class Samples {

        private long[] times = new long[8];
        private int count;
        private final TellingFrames<CapturedFrame> frames;

        private Samples(int mostFrames) {
            frames = new TellingFrames<>(mostFrames);
        }

        /** Times of single drops, ascending. */
        long[] times() {
            long[] sorted = Arrays.copyOf(times, count);
            Arrays.sort(sorted);
            return sorted;
        }

        List<CapturedFrame> frames() {
            return frames.frames();
        }

        private void add(long time) {
            if (count == times.length) {
                times = Arrays.copyOf(times, Math.min(MOST_ARRIVALS, count * 2));
            }
            times[count++] = time;
        }
    }

    /** Takes a {@code struct sample}. */
    void take(MemorySegment sample) {
        if (sample.byteSize() < BYTES) {
            lost++;
            return;
        }
        DropKey key = DropKey.read(sample, 0);
        Samples samples = groups.get(key);
        if (samples == null) {
            if (groups.size() >= MOST_GROUPS) {
                lost++;
                return;
            }
            samples = new Samples(samplesPerGroup);
            groups.put(key, samples);
        }
        long time = sample.get(JAVA_LONG, 40);
        if (samples.count < MOST_ARRIVALS && arrivals < MOST_ARRIVALS_IN_ALL) {
            samples.add(time);
            arrivals++;
        }
        int captured = Short.toUnsignedInt(sample.get(JAVA_SHORT, 52));
        if (captured == 0) {
            return;
        }
        if (samples.frames.hasRoom()) {
            if (frames >= MOST_FRAMES) {
                lost++;
                return;
            }
            frames++;
        }
        boolean linkHeader = sample.get(JAVA_SHORT, 54) != 0;
        byte[] bytes = sample.asSlice(56, Math.min(captured, BYTES - 56)).toArray(JAVA_BYTE);
        samples.frames.offer(
                PacketEnds.of(bytes, linkHeader, key.protocol()), () -> frame(sample, key, time, linkHeader, bytes));
    }

    private static CapturedFrame frame(MemorySegment sample, DropKey key, long time, boolean linkHeader, byte[] bytes) {
        int kept = PacketHeaders.length(bytes, linkHeader, key.protocol());
        return new CapturedFrame(
                time,
                sample.get(JAVA_INT, 48),
                linkHeader && PacketHeaders.startsWithEthernet(bytes, key.protocol()),
                Arrays.copyOf(bytes, kept));
    }

    Map<DropKey, Samples> groups() {
        return groups;
    }

    /** Samples that this object had no room for. */
    long lost() {
        return lost;
    }
}
