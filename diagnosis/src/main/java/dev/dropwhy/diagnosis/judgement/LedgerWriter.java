package dev.dropwhy.diagnosis.judgement;

import dev.dropwhy.api.Cause;
import dev.dropwhy.api.CounterGrowth;
import dev.dropwhy.api.Direction;
import dev.dropwhy.api.Ledger;
import dev.dropwhy.api.LedgerEntry;
import dev.dropwhy.diagnosis.counters.Growth;
import dev.dropwhy.diagnosis.intake.Text;
import dev.dropwhy.diagnosis.ledger.Account;
import dev.dropwhy.diagnosis.ledger.Claim;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the API's ledgers of accounts: those where something was dropped first, then those where another loss counter grew. */
final class LedgerWriter {

    private static final int LEDGERS = 64;
    private static final int ENTRIES = 32;
    private static final int COUNTERS = 64;

    /** Counters of traffic rather than of loss: they alone make no ledger. */
    private static final List<String> TRAFFIC =
            List.of("rx_packets", "rx_bytes", "tx_packets", "tx_bytes", "multicast", "rx_compressed", "tx_compressed");

    private record Key(Cause cause, @Nullable String protocol) {}

    private final Case facts;

    LedgerWriter(Case facts) {
        this.facts = facts;
    }

    List<Ledger> write() {
        return facts.book().dropped().stream()
                .map(this::ledger)
                .filter(ledger -> ledger.dropped() > 0
                        || ledger.counters().stream().anyMatch(counter -> !TRAFFIC.contains(counter.name())))
                .sorted(Comparator.comparingLong(Ledger::dropped).reversed())
                .limit(LEDGERS)
                .toList();
    }

    private Ledger ledger(Account account) {
        return new Ledger(
                Text.clean(account.link().name(), 32),
                account.direction(),
                account.grew(),
                account.driverPart(),
                account.grew() - account.driverPart(),
                entries(account.claims()),
                account.explained(),
                account.unexplained(),
                facts.lost(),
                counters(account));
    }

    /** At most 32; what does not fit is put together with the last, so that the sum stays the same. */
    private static List<LedgerEntry> entries(List<Claim> claims) {
        Map<Key, Long> sums = new LinkedHashMap<>();
        claims.forEach(claim -> sums.merge(new Key(claim.cause(), claim.protocol()), claim.count(), Growth::plus));
        List<LedgerEntry> entries = sums.entrySet().stream()
                .map(sum -> new LedgerEntry(
                        sum.getKey().cause(), Text.cleanOrNull(sum.getKey().protocol(), 32), sum.getValue()))
                .sorted(Comparator.comparingLong(LedgerEntry::count)
                        .reversed()
                        .thenComparing(LedgerEntry::cause)
                        .thenComparing(entry -> entry.protocol() == null ? "" : entry.protocol()))
                .toList();
        if (entries.size() <= ENTRIES) {
            return entries;
        }
        List<LedgerEntry> rest = entries.subList(ENTRIES - 1, entries.size());
        List<LedgerEntry> bounded = new ArrayList<>(entries.subList(0, ENTRIES - 1));
        bounded.add(new LedgerEntry(
                rest.getFirst().cause(),
                "Others",
                rest.stream().mapToLong(LedgerEntry::count).reduce(0, Growth::plus)));
        return bounded;
    }

    private List<CounterGrowth> counters(Account account) {
        boolean transmit = account.direction() == Direction.Transmit;
        return facts.growthOf(account.link().name()).positive().entrySet().stream()
                .filter(entry ->
                        (entry.getKey().startsWith("tx_") || entry.getKey().equals("collisions")) == transmit)
                .limit(COUNTERS)
                .map(entry -> new CounterGrowth(Text.clean(entry.getKey(), 64), entry.getValue()))
                .toList();
    }
}
