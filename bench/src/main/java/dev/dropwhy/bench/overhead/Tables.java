package dev.dropwhy.bench.overhead;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The figures as tables in Markdown, as docs/benchmarks.md shows them. */
final class Tables {

    private static final double MEBIBYTE = 1024 * 1024;

    private final List<Tally> tallies;

    Tables(List<Tally> tallies) {
        this.tallies = tallies;
    }

    /** What a packet costs the sender, one table for each rate. */
    String costs(Rate rate) {
        Map<Integer, Double> cpuBase = baseline(rate, Cost::cpuPerPacket);
        StringBuilder text = new StringBuilder("%nAt %s packets/s:%n%n".formatted(rate.label()))
                .append(
                        "| watcher | sender CPU, ns/packet | quartiles | ratio | quartiles | time in the call, ns/packet | packets/s |%n"
                                .formatted())
                .append("|---|---|---|---|---|---|---|%n".formatted());
        for (Tally tally : tallies) {
            List<Reading> readings = tally.readings(rate);
            if (readings.isEmpty()) {
                continue;
            }
            Quartiles cpu = quartiles(readings, reading -> reading.cost().cpuPerPacket());
            Quartiles ratio = quartiles(
                    readings,
                    reading -> reading.cost().cpuPerPacket() / cpuBase.getOrDefault(reading.round(), Double.NaN));
            text.append("| %s | %.0f | %.0f–%.0f | %.3f | %.3f–%.3f | %.0f | %,.0f |%n"
                    .formatted(
                            tally.watcher().label(),
                            cpu.median(),
                            cpu.lower(),
                            cpu.upper(),
                            ratio.median(),
                            ratio.lower(),
                            ratio.upper(),
                            quartiles(readings, reading -> reading.cost().wallPerPacket())
                                    .median(),
                            quartiles(readings, reading -> reading.cost().packetsPerSecond())
                                    .median()));
        }
        return text.toString();
    }

    /** What the watchers took, and whether they saw everything. */
    String watchers() {
        StringBuilder text = new StringBuilder(
                        "%nThe watchers themselves (medians; processor time in %% of one core at 1 k, 100 k, maximum):%n%n"
                                .formatted())
                .append(
                        "| watcher | CPU %% | peak RSS, MiB | drops left | saw of them | lost, as it says | of the counter explained | rounds |%n"
                                .formatted())
                .append("|---|---|---|---|---|---|---|---|%n".formatted());
        for (Tally tally : tallies) {
            List<Tally.Account> accounts = tally.accounts();
            if (accounts.isEmpty()) {
                continue;
            }
            text.append("| %s | %s | %s | %s | %s | %s | %s | %d |%n"
                    .formatted(
                            tally.watcher().label(),
                            processor(tally),
                            longs(accounts, Sighting::peakBytes, bytes -> "%.0f".formatted(bytes / MEBIBYTE)),
                            percent(Quartiles.of(accounts.stream()
                                            .map(account ->
                                                    (double) account.truth().dropped() / account.sent())
                                            .toList())
                                    .median()),
                            longs(
                                    accounts,
                                    Sighting::seen,
                                    seen -> percent(Quartiles.of(accounts.stream()
                                                    .map(Tally.Account::seenShare)
                                                    .toList())
                                            .median())),
                            longs(accounts, Sighting::lost, lost -> "%.0f".formatted(lost)),
                            explained(accounts),
                            accounts.size()));
        }
        return text.toString();
    }

    /** Times of starts. */
    static String starts(StartUp.Times times) {
        Quartiles with = Quartiles.of(times.withCache());
        Quartiles without = Quartiles.of(times.without());
        return "%nFrom the start of the process to the first counters and a counting engine, median (quartiles) of %d starts each:%n"
                        .formatted(times.withCache().size())
                + "with the AOT cache %.0f ms (%.0f–%.0f), without %.0f ms (%.0f–%.0f)%n"
                        .formatted(
                                with.median(),
                                with.lower(),
                                with.upper(),
                                without.median(),
                                without.lower(),
                                without.upper());
    }

    /** Mean of the baselines of each round: what a figure of the same round is compared with. */
    private Map<Integer, Double> baseline(Rate rate, ToDoubleFunction<Cost> figure) {
        Map<Integer, List<Double>> values = new HashMap<>();
        tallies.stream()
                .filter(tally ->
                        tally.watcher() == KernelWatcher.NOTHING || tally.watcher() == KernelWatcher.NOTHING_AGAIN)
                .flatMap(tally -> tally.readings(rate).stream())
                .forEach(reading -> values.computeIfAbsent(reading.round(), key -> new ArrayList<>())
                        .add(figure.applyAsDouble(reading.cost())));
        Map<Integer, Double> means = new HashMap<>();
        values.forEach((round, list) -> means.put(
                round, list.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN)));
        return means;
    }

    private static Quartiles quartiles(List<Reading> readings, ToDoubleFunction<Reading> figure) {
        return Quartiles.of(readings.stream().map(figure::applyAsDouble).toList());
    }

    private static String processor(Tally tally) {
        if (tally.watcher() instanceof KernelWatcher) {
            return "–";
        }
        List<String> shares = new ArrayList<>();
        for (Rate rate : Rate.values()) {
            shares.add("%.1f"
                    .formatted(100
                            * quartiles(tally.readings(rate), Reading::watcherShare)
                                    .median()));
        }
        return String.join(", ", shares);
    }

    private static String longs(
            List<Tally.Account> accounts, Function<Sighting, OptionalLong> figure, Function<Double, String> format) {
        List<Double> values = accounts.stream()
                .map(account -> figure.apply(account.sighting()))
                .filter(OptionalLong::isPresent)
                .map(value -> (double) value.getAsLong())
                .toList();
        return values.isEmpty() ? "–" : format.apply(Quartiles.of(values).median());
    }

    private static String explained(List<Tally.Account> accounts) {
        List<Double> values = accounts.stream()
                .map(account -> account.sighting().explained())
                .filter(OptionalDouble::isPresent)
                .map(OptionalDouble::getAsDouble)
                .toList();
        return values.isEmpty() ? "–" : percent(Quartiles.of(values).median());
    }

    private static String percent(double share) {
        return "%.2f %%".formatted(100 * share);
    }
}
