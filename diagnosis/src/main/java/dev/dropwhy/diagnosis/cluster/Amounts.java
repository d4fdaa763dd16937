package dev.dropwhy.diagnosis.cluster;

import dev.dropwhy.api.Ledger;
import dev.dropwhy.api.NodeDropReportStatus;
import dev.dropwhy.api.Totals;

/**
 * Arithmetic on numbers that a node claims. Negative numbers count as 0 and sums stop at {@link #MAXIMUM}, so that
 * a sum does not depend on the order of its parts.
 */
final class Amounts {

    static final Totals NOTHING = new Totals(0, 0, 0, 0);

    /** Packets per second of a trillion-packet link; more is a lie, and infinity is no JSON. */
    private static final double MAXIMUM_RATE = 1e12;

    /** 2^53 - 1, the largest integer that the API's schema takes: JSON readers keep no larger one exact. */
    static final long MAXIMUM = (1L << 53) - 1;

    private Amounts() {}

    static long natural(long number) {
        return Math.clamp(number, 0, MAXIMUM);
    }

    static double rate(double perSecond) {
        return perSecond > 0 ? Math.min(perSecond, MAXIMUM_RATE) : 0; // NaN is not above 0
    }

    static long sum(long one, long other) {
        return Math.min(MAXIMUM, natural(one) + natural(other));
    }

    /** Rounded down; 100 for the whole of nothing. */
    static int percent(long part, long whole) {
        if (whole <= 0) {
            return 100;
        }
        double exact = 100.0 * natural(part) / whole;
        int percent = (int) Math.min(100, Math.floor(exact));
        return percent == 100 && part < whole ? 99 : percent; // doubles round 2^63 - 1 of 2^63 up
    }

    static Totals plus(Totals one, Totals other) {
        long dropped = sum(one.dropped(), other.dropped());
        long explained = Math.min(dropped, sum(one.explained(), other.explained()));
        return new Totals(dropped, explained, dropped - explained, sum(one.lostEvents(), other.lostEvents()));
    }

    /** Totals whose parts add up, whatever was claimed. */
    static Totals consistent(Totals claimed) {
        long dropped = natural(claimed.dropped());
        long explained = Math.min(dropped, natural(claimed.explained()));
        return new Totals(dropped, explained, dropped - explained, natural(claimed.lostEvents()));
    }

    /** The balance that a report claims, from its ledgers where it holds no totals. */
    static Totals of(NodeDropReportStatus report) {
        if (report.totals() != null) {
            return consistent(report.totals());
        }
        Totals sum = NOTHING;
        for (Ledger ledger : report.ledgers()) {
            sum = plus(
                    sum,
                    consistent(new Totals(
                            ledger.dropped(), ledger.explained(), ledger.unexplained(), ledger.lostEvents())));
        }
        return sum;
    }
}
