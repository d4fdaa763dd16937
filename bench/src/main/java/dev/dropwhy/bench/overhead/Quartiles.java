package dev.dropwhy.bench.overhead;

import java.util.Collection;

/**
 * A median and the quarters around it, interpolated.
 *
 * @param lower a quarter of the values is below
 * @param median half of them
 * @param upper three quarters
 */
record Quartiles(double lower, double median, double upper) {

    /** Of some values, at least one. */
    static Quartiles of(Collection<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            return new Quartiles(Double.NaN, Double.NaN, Double.NaN);
        }
        return new Quartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
    }

    private static double at(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
