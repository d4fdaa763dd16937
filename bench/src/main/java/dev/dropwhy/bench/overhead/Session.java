package dev.dropwhy.bench.overhead;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * The rounds: in each, every watcher watches a storm of each rate, in an order of its own, so that whatever changes on the
 * machine meanwhile meets them all.
 */
final class Session {

    private static final Duration WARM_UP = Duration.ofSeconds(3);

    private final Wire wire;
    private final Storm storm;
    private final Duration length;
    private final Random order;
    private final Consumer<String> progress;

    /**
     * @param length of each storm
     * @param order shuffles the watchers of each round
     * @param progress told what is being measured
     */
    Session(Wire wire, Storm storm, Duration length, Random order, Consumer<String> progress) {
        this.wire = wire;
        this.storm = storm;
        this.length = length;
        this.order = order;
        this.progress = progress;
    }

    /** Measures. */
    List<Tally> measure(List<Watcher> watchers, int rounds) throws IOException, InterruptedException {
        List<Tally> tallies = watchers.stream().map(Tally::new).toList();
        storm.blow(Rate.MAXIMUM, WARM_UP);
        for (int round = 1; round <= rounds; round++) {
            List<Tally> shuffled = new ArrayList<>(tallies);
            Collections.shuffle(shuffled, order);
            for (Tally tally : shuffled) {
                progress.accept("round %d of %d: %s"
                        .formatted(round, rounds, tally.watcher().label()));
                try {
                    turn(tally, round);
                } catch (IOException e) {
                    tally.fault(String.valueOf(e.getMessage()));
                }
            }
        }
        return tallies;
    }

    private void turn(Tally tally, int round) throws IOException, InterruptedException {
        try (Watch watch = tally.watcher().begin(wire)) {
            Map<Rate, Reading> readings = new EnumMap<>(Rate.class);
            long sent = 0;
            Wire.Count before = wire.count();
            for (Rate rate : Rate.values()) {
                Reading reading = reading(watch, rate, round);
                sent += reading.cost().packets();
                readings.put(rate, reading);
            }
            Wire.Count truth = wire.count().since(before);
            Sighting sighting = watch.end();
            long expected = tally.watcher().leavesDrops() ? truth.dropped() : truth.arrived();
            if (expected != sent) {
                tally.fault("%d packets were sent, %d arrived and %d were dropped: this storm does not count"
                        .formatted(sent, truth.arrived(), truth.dropped()));
                return;
            }
            tally.add(readings, new Tally.Account(sent, truth, sighting));
        }
    }

    private Reading reading(Watch watch, Rate rate, int round) throws IOException, InterruptedException {
        MachineTime machine = MachineTime.now();
        long cpu = watch.cpuNanos();
        long start = System.nanoTime();
        Cost cost = storm.blow(rate, length);
        long taken = watch.cpuNanos() - cpu;
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Reading(round, cost, taken / 1e9 / seconds, MachineTime.now().since(machine, taken));
    }
}
