package dev.dropwhy.diagnosis.ledger;

import dev.dropwhy.api.Totals;
import dev.dropwhy.diagnosis.counters.Growth;
import java.util.List;
import java.util.Optional;

/**
 * All accounts of one observation.
 *
 * @param accounts one for each counter of each chosen interface that drops are charged to, in name order
 * @param lostEvents drop events that were missed or could not be kept apart; they account for nothing
 */
public record Book(List<Account> accounts, long lostEvents) {

    /** Counters that count lost packets and are balanced by direction. */
    static final List<String> DROPPED = List.of("rx_dropped", "tx_dropped");

    public Book {
        accounts = List.copyOf(accounts);
    }

    /** The accounts of rx_dropped and tx_dropped. */
    public List<Account> dropped() {
        return accounts.stream()
                .filter(account -> DROPPED.contains(account.counter()))
                .toList();
    }

    /** The account of one counter of one interface. */
    public Optional<Account> account(String link, String counter) {
        return accounts.stream()
                .filter(account ->
                        account.link().name().equals(link) && account.counter().equals(counter))
                .findFirst();
    }

    /** The balance over rx_dropped and tx_dropped of all interfaces; what a bond copies from its members counts once. */
    public Totals totals() {
        long dropped = 0;
        long explained = 0;
        for (Account account : dropped()) {
            dropped = Growth.plus(dropped, account.grew() - account.mirrored());
            explained = Growth.plus(explained, account.explained() - account.mirrored());
        }
        return new Totals(dropped, explained, dropped - explained, lostEvents);
    }
}
