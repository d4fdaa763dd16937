package dev.dropwhy.bench.overhead;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What one watcher's rounds gave. */
final class Tally {

    private final Watcher watcher;
    private final Map<Rate, List<Reading>> readings = new EnumMap<>(Rate.class);
    private final List<Account> accounts = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    /**
     * What a watcher saw of one round, beside the truth.
     *
     * @param sent packets that were sent
     * @param truth what the kernel counted at the receiving end
     * @param sighting what the watcher saw
     */
    record Account(long sent, Wire.Count truth, Sighting sighting) {

        /** Share of what there was to see that it saw; above 1 where it saw other packets of the machine too. */
        double seenShare() {
            return sighting.seen().isPresent() ? (double) sighting.seen().getAsLong() / sent : Double.NaN;
        }
    }

    Tally(Watcher watcher) {
        this.watcher = watcher;
    }

    Watcher watcher() {
        return watcher;
    }

    void add(Map<Rate, Reading> round, Account account) {
        round.forEach((rate, reading) ->
                readings.computeIfAbsent(rate, key -> new ArrayList<>()).add(reading));
        accounts.add(account);
    }

    /** Notes why a round does not count. */
    void fault(String why) {
        faults.add(why);
    }

    List<Reading> readings(Rate rate) {
        return readings.getOrDefault(rate, List.of());
    }

    List<Account> accounts() {
        return accounts;
    }

    List<String> faults() {
        return faults;
    }
}
