package dev.dropwhy.diagnosis.timeline;

import dev.dropwhy.api.Timeline;
import dev.dropwhy.diagnosis.counters.Growth;
import dev.dropwhy.diagnosis.intake.Text;
import dev.dropwhy.diagnosis.ledger.Account;
import dev.dropwhy.diagnosis.ledger.Book;
import dev.dropwhy.diagnosis.ledger.Claim;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Draws the accounts over time.
 *
 * <p>A drop is put into the same step as the growth that it caused: between two readings of the counter, so that a reading
 * that comes some milliseconds late does not tear them apart. What has no exact time is not spread by guess but summed up
 * as untimed.
 */
public final class TimelineWriter {

    /** Most timelines of a report, the largest growths; a report has 16 KiB for everything. */
    private static final int TIMELINES = 4;

    /** Most steps of a timeline. */
    private static final int STEPS = 60;

    private static final long SECOND = 1000;
    private static final int LONGEST_STEP_SECONDS = 3600;

    private TimelineWriter() {}

    /**
     * Writes the timelines of the accounts that grew most.
     *
     * @param book the balanced books
     * @param durationMillis length of the window
     * @return at most four, largest growth first; none of counters that were read only twice
     */
    public static List<Timeline> write(Book book, long durationMillis) {
        long step = SECOND * Math.clamp(Math.ceilDiv(durationMillis, SECOND * STEPS), 1, LONGEST_STEP_SECONDS);
        return book.dropped().stream()
                .filter(account ->
                        account.grew() > 0 && account.link().counters().size() > 2)
                .sorted(Comparator.comparingLong(Account::grew)
                        .reversed()
                        .thenComparing(account -> account.link().name())
                        .thenComparing(Account::counter))
                .limit(TIMELINES)
                .map(account -> timeline(account, step))
                .toList();
    }

    private static Timeline timeline(Account account, long stepMillis) {
        Readings readings = Readings.of(account.link().counters(), account.counter());
        long[] explained = new long[readings.intervals()];
        long untimed = 0;
        for (Claim claim : account.claims()) {
            untimed += place(claim, readings, explained);
        }
        long[] counted = readings.growth();
        return new Timeline(
                Text.clean(account.link().name(), 32),
                account.direction(),
                stepMillis,
                steps(counted, readings, stepMillis),
                steps(explained, readings, stepMillis),
                untimed);
    }

    /** Puts the drops of a claim into the intervals between readings, and returns how many of them have no known time. */
    private static long place(Claim claim, Readings readings, long[] explained) {
        if (claim.group() == null) {
            return claim.count();
        }
        List<Long> arrivals = claim.group().group().arrivalsMicros();
        if (arrivals.size() != claim.group().group().count()) {
            return claim.count();
        }
        int[] intervals = arrivals.stream()
                .mapToInt(readings::intervalOf)
                .filter(interval -> interval >= 0)
                .toArray();
        if (intervals.length > claim.count()) {
            return claim.count(); // a part of the group belongs here, and nobody knows which
        }
        Arrays.stream(intervals).forEach(interval -> explained[interval]++);
        return claim.count() - intervals.length;
    }

    private static List<Long> steps(long[] values, Readings readings, long stepMillis) {
        long[] steps = new long[(int) Math.min(STEPS, readings.lastMiddle() / stepMillis + 1)];
        for (int interval = 0; interval < values.length; interval++) {
            int step = (int) Math.min(steps.length - 1L, readings.middle(interval) / stepMillis);
            steps[step] = Growth.plus(steps[step], values[interval]);
        }
        return LongStream.of(steps).boxed().toList();
    }
}
