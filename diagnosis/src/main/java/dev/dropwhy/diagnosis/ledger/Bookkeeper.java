package dev.dropwhy.diagnosis.ledger;

import dev.dropwhy.api.Cause;
import dev.dropwhy.diagnosis.catalog.Catalog;
import dev.dropwhy.diagnosis.catalog.CountedBy;
import dev.dropwhy.diagnosis.catalog.CountedOn;
import dev.dropwhy.diagnosis.catalog.DriverEntry;
import dev.dropwhy.diagnosis.catalog.ReasonRule;
import dev.dropwhy.diagnosis.counters.DriverStatistics;
import dev.dropwhy.diagnosis.counters.Growth;
import dev.dropwhy.diagnosis.matching.MatchedGroup;
import dev.dropwhy.diagnosis.matching.Place;
import dev.dropwhy.diagnosis.observation.InterfaceObservation;
import dev.dropwhy.diagnosis.observation.Observation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Balances counters with groups of drops.
 *
 * <p>The engine watches from before the first reading of the counters until after the last, so events can only be too
 * many: claims are capped at the growth, and what is beyond is kept as excess. Nothing is trimmed by time.
 *
 * <p>Claims are settled in the order of their certainty: the driver's own statistics; events that name the device; what
 * is left goes to events that name no device, the other end of a veth pair or the device below; to a bond what its members counted; and to
 * devices that admit losses of their own.
 */
public final class Bookkeeper {

    private static final List<String> BALANCED =
            List.of("rx_dropped", "tx_dropped", "rx_otherhost_dropped", "rx_nohandler");

    private final Catalog catalog;

    public Bookkeeper(Catalog catalog) {
        this.catalog = catalog;
    }

    /** A claim that waits for an account, because its event does not name one. */
    private record Waiting(MatchedGroup group, Cause cause, CountedBy by, long count) {}

    /**
     * Balances one observation.
     *
     * @param observation a clean observation
     * @param groups its groups, in an order that does not depend on theirs
     */
    public Book balance(Observation observation, List<MatchedGroup> groups) {
        List<Account> accounts = open(observation);
        accounts.forEach(this::claimDriverStatistics);
        Map<Account, List<Claim>> direct = new LinkedHashMap<>();
        List<Waiting> waiting = new ArrayList<>();
        Map<String, Account> byKey = new HashMap<>();
        accounts.forEach(account -> byKey.putIfAbsent(key(account.link(), account.counter()), account));
        for (MatchedGroup group : groups) {
            sort(group, byKey, direct, waiting);
        }
        direct.forEach(Account::claimAll);
        waiting.forEach(claim -> settle(claim, accounts));
        accounts.forEach(account -> claimOfMembers(account, accounts));
        accounts.forEach(this::claimDeviceLosses);
        return new Book(
                accounts,
                Growth.plus(observation.events().lost(), observation.events().ungrouped()));
    }

    private static List<Account> open(Observation observation) {
        List<Account> accounts = new ArrayList<>();
        for (InterfaceObservation link : observation.interfaces()) {
            Growth growth = Growth.over(link.counters());
            for (String counter : BALANCED) {
                accounts.add(new Account(link, counter, growth.of(counter)));
            }
        }
        return accounts;
    }

    private void claimDriverStatistics(Account account) {
        InterfaceObservation link = account.link();
        DriverEntry driver = driver(link);
        if (driver == null || !driver.exact()) {
            return;
        }
        List<Pattern> patterns = switch (account.counter()) {
            case "rx_dropped" -> driver.rxDrops();
            case "tx_dropped" -> driver.txDrops();
            default -> List.of();
        };
        Growth statistics = Growth.over(link.driverCounters());
        long drops = DriverStatistics.firstThatFits(statistics, patterns);
        long byProgram = account.counter().equals("rx_dropped")
                ? Math.min(drops, DriverStatistics.firstThatFits(statistics, driver.xdpDrops()))
                : 0;
        if (byProgram > 0) {
            account.claimForDriver(new Claim(Cause.XdpDrop, null, null, byProgram, true));
        }
        if (drops > byProgram) {
            account.claimForDriver(new Claim(Cause.DriverDrop, null, null, drops - byProgram, true));
        }
    }

    private static void sort(
            MatchedGroup group,
            Map<String, Account> accounts,
            Map<Account, List<Claim>> direct,
            List<Waiting> waiting) {
        ReasonRule rule = group.rule();
        Cause cause = group.cause();
        if (rule == null || cause == null || group.group().count() == 0) {
            return;
        }
        InterfaceObservation on = group.on();
        boolean named = group.group().interfaceIndex() > 0 || group.group().interfaceName() != null;
        for (CountedBy by : rule.counts()) {
            if (by.on() == CountedOn.Device && on != null && group.place() == Place.Observed) {
                Account account = accounts.get(key(on, by.counter()));
                if (account != null) {
                    direct.computeIfAbsent(account, a -> new ArrayList<>())
                            .add(new Claim(
                                    cause,
                                    group.protocol(),
                                    group,
                                    group.group().count(),
                                    !group.group().inferred()));
                }
            } else if (by.on() != CountedOn.Device
                    || (group.place() == Place.Unknown || (group.place() == Place.Observed && !named))) {
                waiting.add(new Waiting(group, cause, by, group.group().count()));
            }
        }
    }

    /** Gives a claim without an account to those with most left, by name where equal. */
    private static void settle(Waiting claim, List<Account> accounts) {
        List<Account> candidates = accounts.stream()
                .filter(account -> account.counter().equals(claim.by().counter())
                        && account.unexplained() > 0
                        && mayBeCharged(account.link(), claim)
                        && (claim.by().kind() == null
                                || isKind(account.link(), claim.by().kind())))
                .sorted(Comparator.comparingLong(Account::unexplained)
                        .reversed()
                        .thenComparing(account -> account.link().name()))
                .toList();
        long left = claim.count();
        for (Account account : candidates) {
            left -= account.claim(new Claim(claim.cause(), claim.group().protocol(), claim.group(), left, false));
            if (left <= 0) {
                return;
            }
        }
    }

    private static boolean mayBeCharged(InterfaceObservation link, Waiting claim) {
        String named = claim.group().on() == null
                ? claim.group().group().interfaceName()
                : claim.group().on().name();
        return switch (claim.by().on()) {
            case Device -> named == null || link.name().equals(named);
            case Peer -> named == null || !link.name().equals(named);
            case Upper ->
                claim.group().place() != Place.Foreign
                        && link.lower() != null
                        && (named == null || link.lower().equals(named));
        };
    }

    /** A bond's counters are the sum of its members'. */
    private static void claimOfMembers(Account bond, List<Account> accounts) {
        if (!isKind(bond.link(), "bond") && !isKind(bond.link(), "bonding") && !isKind(bond.link(), "team")) {
            return;
        }
        for (Account member : accounts) {
            if (bond.link().name().equals(member.link().master())
                    && bond.counter().equals(member.counter())
                    && !bond.equals(member)) {
                member.claims().forEach(bond::claimMirrored);
            }
        }
    }

    /** Where rx_dropped may hold losses of the device, what is left is charged to what the device admits. */
    private void claimDeviceLosses(Account account) {
        DriverEntry driver = driver(account.link());
        if (driver == null
                || !driver.mayCount()
                || driver.exact()
                || account.unexplained() == 0
                || !account.counter().equals("rx_dropped")) {
            return;
        }
        long admitted =
                DriverStatistics.firstThatFits(Growth.over(account.link().driverCounters()), driver.deviceDrops());
        if (admitted > 0) {
            account.claimForDriver(new Claim(Cause.DeviceQueueOverrun, null, null, admitted, false));
        }
    }

    private @Nullable DriverEntry driver(InterfaceObservation link) {
        return catalog.driver(link.driver() == null ? null : link.driver().name(), link.kind())
                .orElse(null);
    }

    private static String key(InterfaceObservation link, String counter) {
        return link.name() + '\0' + counter;
    }

    private static boolean isKind(InterfaceObservation link, String kind) {
        return kind.equals(link.kind())
                || (link.driver() != null && kind.equals(link.driver().name()));
    }
}
