package dev.dropwhy.diagnosis.cadence;

import dev.dropwhy.api.Cadence;
import dev.dropwhy.api.CadenceShape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells the rhythm of drops. Medians throughout, so that a missed beat or a single stray drop does not change the
 * result.
 */
public final class CadenceAnalysis {

    /** Arrivals below this number have no shape of their own. */
    private static final int ENOUGH = 3;

    /** Steady: the median deviation is at most this part of the period. */
    private static final double STEADY_JITTER = 0.15;

    /** Steady: at least this part of the intervals is near the period or a small multiple of it. */
    private static final double STEADY_PART = 0.7;

    private static final double NEAR = 0.25;

    /** A timer fits when the period is within this part of it. */
    private static final double TIMER_TOLERANCE = 0.12;

    /** Burst: at least this part of the drops lies within {@link #BURST_SPAN} of the window. */
    private static final double BURST_PART = 0.8;

    private static final double BURST_SPAN = 0.15;
    private static final long MICROS = 1000;

    private CadenceAnalysis() {}

    /**
     * Tells the rhythm.
     *
     * @param arrivalsMicros times of single drops, ascending, microseconds since the start of the window
     * @param count how many drops there were; arrivals are complete when as many
     * @param firstMillis first drop, for incomplete arrivals
     * @param lastMillis last drop, for incomplete arrivals
     * @param windowMillis length of the window
     * @param timers periods that would explain a rhythm, preferred first
     */
    public static Cadence of(
            List<Long> arrivalsMicros,
            long count,
            long firstMillis,
            long lastMillis,
            long windowMillis,
            List<Timer> timers) {
        if (count <= 1) {
            return new Cadence(CadenceShape.Single, null, null, null);
        }
        if (arrivalsMicros.size() < count) {
            return fromSpan(count, firstMillis, lastMillis, windowMillis, timers);
        }
        long[] at = arrivalsMicros.stream().mapToLong(Long::longValue).toArray();
        long[] intervals = new long[at.length - 1];
        for (int i = 0; i < intervals.length; i++) {
            intervals[i] = Math.max(0, at[i + 1] - at[i]);
        }
        long period = median(intervals);
        long jitter = median(Arrays.stream(intervals)
                .map(interval -> Math.abs(interval - period))
                .toArray());
        String matches = matching(period / MICROS, timers);
        CadenceShape shape =
                at.length < ENOUGH ? CadenceShape.Single : shape(at, intervals, period, jitter, windowMillis);
        return new Cadence(shape, period / MICROS, jitter / MICROS, shape == CadenceShape.Burst ? null : matches);
    }

    private static CadenceShape shape(long[] at, long[] intervals, long period, long jitter, long windowMillis) {
        boolean bunched = bunched(at, windowMillis);
        boolean slow = period >= 100 * MICROS;
        if (slow && isSteady(intervals, period, jitter)) {
            return CadenceShape.Steady;
        }
        if (bunched) {
            return CadenceShape.Burst;
        }
        return period > 0 && isSteady(intervals, period, jitter) ? CadenceShape.Steady : CadenceShape.Irregular;
    }

    private static boolean isSteady(long[] intervals, long period, long jitter) {
        long fitting = Arrays.stream(intervals)
                .filter(interval -> {
                    long beats = Math.max(1, Math.round((double) interval / period));
                    return beats <= 4 && Math.abs(interval - beats * period) <= NEAR * period;
                })
                .count();
        return jitter <= STEADY_JITTER * period && fitting >= STEADY_PART * intervals.length;
    }

    private static boolean bunched(long[] at, long windowMillis) {
        int need = (int) Math.ceil(BURST_PART * at.length);
        long span = (long) (BURST_SPAN * windowMillis * MICROS);
        for (int i = 0; i + need <= at.length; i++) {
            if (at[i + need - 1] - at[i] <= span) {
                return true;
            }
        }
        return false;
    }

    /** Single times are missing, so only the mean is known. */
    private static Cadence fromSpan(
            long count, long firstMillis, long lastMillis, long windowMillis, List<Timer> timers) {
        long span = lastMillis - firstMillis;
        if (span < 0 || firstMillis < 0) {
            return new Cadence(CadenceShape.Irregular, null, null, null);
        }
        long period = span / (count - 1);
        boolean burst = span <= BURST_SPAN * windowMillis;
        return new Cadence(
                burst ? CadenceShape.Burst : CadenceShape.Irregular,
                period,
                null,
                burst || period == 0 ? null : matching(period, timers));
    }

    private static @Nullable String matching(long periodMillis, List<Timer> timers) {
        Optional<Timer> fits = timers.stream()
                .filter(timer -> timer.periodMillis() > 0
                        && Math.abs(periodMillis - timer.periodMillis()) <= TIMER_TOLERANCE * timer.periodMillis())
                .findFirst();
        return fits.map(Timer::text).orElse(null);
    }

    private static long median(long[] values) {
        if (values.length == 0) {
            return 0;
        }
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
