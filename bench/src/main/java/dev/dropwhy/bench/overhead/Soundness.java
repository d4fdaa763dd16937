package dev.dropwhy.bench.overhead;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Whether a session's figures count: the machine did nothing else, and two equal baselines came out equal. */
final class Soundness {

    /** Share of the machine's processor time that others may take. */
    private static final double MOST_OTHERS = 0.05;

    private static final double MOST_STOLEN = 0.01;

    /** By how much the medians of the two baselines may differ at the maximum rate. */
    private static final double MOST_DIFFERENCE = 0.02;

    private Soundness() {}

    /**
     * What is wrong with a session, one sentence each; empty where its figures count.
     *
     * @param ownMachine whether nothing but this runs on the machine: what neither this process nor the watcher took, the kernel
     *     took for the watcher
     */
    static List<String> objections(List<Tally> tallies, boolean ownMachine) {
        List<String> objections = new ArrayList<>();
        double others = mean(tallies, MachineTime.Disturbance::others);
        if (others > MOST_OTHERS && !ownMachine) {
            objections.add(
                    "other processes took %.1f %% of the machine's processor time during the storms (limit %.0f %%)"
                            .formatted(100 * others, 100 * MOST_OTHERS));
        }
        double stolen = mean(tallies, MachineTime.Disturbance::stolen);
        if (stolen > MOST_STOLEN) {
            objections.add("the hypervisor took %.1f %% of the processor time (limit %.0f %%)"
                    .formatted(100 * stolen, 100 * MOST_STOLEN));
        }
        double difference =
                Math.abs(baseline(tallies, KernelWatcher.NOTHING) / baseline(tallies, KernelWatcher.NOTHING_AGAIN) - 1);
        if (!(difference <= MOST_DIFFERENCE)) {
            objections.add("two equal baselines differ by %.1f %% (limit %.0f %%)"
                    .formatted(100 * difference, 100 * MOST_DIFFERENCE));
        }
        return objections;
    }

    /** Share of the machine's processor time that others took during the storms. */
    static double others(List<Tally> tallies) {
        return mean(tallies, MachineTime.Disturbance::others);
    }

    private static double mean(List<Tally> tallies, ToDoubleFunction<MachineTime.Disturbance> figure) {
        return tallies.stream()
                .flatMap(tally -> List.of(Rate.values()).stream().flatMap(rate -> tally.readings(rate).stream()))
                .map(Reading::disturbance)
                .mapToDouble(figure)
                .average()
                .orElse(Double.NaN);
    }

    private static double baseline(List<Tally> tallies, KernelWatcher which) {
        return tallies.stream()
                .filter(tally -> tally.watcher() == which)
                .map(tally -> Quartiles.of(tally.readings(Rate.MAXIMUM).stream()
                                .map(reading -> reading.cost().cpuPerPacket())
                                .toList())
                        .median())
                .findFirst()
                .orElse(Double.NaN);
    }
}
