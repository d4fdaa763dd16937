package dev.dropwhy.diagnosis.counters;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Sums over a driver's statistics, which come per queue, as totals, or both. */
public final class DriverStatistics {

    private DriverStatistics() {}

    /**
     * The growth of all statistics that fit the first expression that fits any, so that queues and their total are never
     * added up.
     *
     * @param growth growth of the driver's statistics
     * @param patterns expressions, preferred first
     * @return the sum, 0 where none fits
     */
    public static long firstThatFits(Growth growth, List<Pattern> patterns) {
        return growing(growth, patterns).values().stream()
                .mapToLong(Long::longValue)
                .reduce(0, Growth::plus);
    }

    /** Names and growth of the statistics that {@link #firstThatFits} sums up and that grew. */
    public static Map<String, Long> growing(Growth growth, List<Pattern> patterns) {
        Map<String, Long> grew = new TreeMap<>();
        for (Pattern pattern : patterns) {
            boolean any = false;
            for (Map.Entry<String, Long> statistic : growth.all().entrySet()) {
                if (pattern.matcher(statistic.getKey()).matches()) {
                    any = true;
                    if (statistic.getValue() > 0) {
                        grew.put(statistic.getKey(), statistic.getValue());
                    }
                }
            }
            if (any) {
                return grew;
            }
        }
        return grew;
    }
}
