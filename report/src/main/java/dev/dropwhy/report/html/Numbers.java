package dev.dropwhy.report.html;

import java.util.Locale;

/** Numbers as people read them. */
final class Numbers {

    private Numbers() {}

    /** Groups of three digits, separated by narrow spaces that do not break. */
    static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number).replace(',', '\u202f');
    }

    /** A share in percent, rounded down, so that only all is 100. */
    static String percent(long part, long whole) {
        if (whole <= 0) {
            return "0 %";
        }
        double share = 100.0 * Math.max(0, part) / whole;
        return part > 0 && share < 1 ? "< 1 %" : (long) Math.floor(Math.min(100, share)) + " %";
    }

    /** A coordinate. */
    static String coordinate(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
