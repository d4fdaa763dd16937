package dev.dropwhy.diagnosis.judgement;

import dev.dropwhy.diagnosis.counters.Growth;
import dev.dropwhy.diagnosis.judgement.ClaimIndex.Posting;
import dev.dropwhy.diagnosis.ledger.Account;
import dev.dropwhy.diagnosis.matching.MatchedGroup;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far a counter and a suspicion cover each other.
 *
 * @param counter the counter that counts the suspicion's drops; absent where none does or none grew
 * @param grew its growth, over the interfaces concerned
 * @param covered part of the growth that the suspicion accounts for
 * @param balanced percent of the growth that anything accounts for; 100 for host counters that the suspicion covers
 * @param certain whether the events themselves named the interface
 * @param accounts the accounts of the interfaces concerned; empty for host counters
 * @param outside packets of the suspicion that came before the first reading of the counter or after the last: the engine watches
 *     a little longer than the counters are read
 */
record Coverage(
        @Nullable String counter,
        long grew,
        long covered,
        int balanced,
        boolean certain,
        List<Account> accounts,
        long outside) {

    Coverage {
        accounts = List.copyOf(accounts);
    }

    @Nullable Integer share() {
        return counter == null ? null : Wording.share(covered, grew);
    }

    boolean isOfInterface() {
        return !accounts.isEmpty();
    }

    static Coverage of(Case facts, Suspicion suspicion) {
        Coverage best = suspicion.linkCounters().stream()
                .map(counter -> ofInterfaces(facts, suspicion, counter))
                .filter(coverage -> coverage.covered() > 0)
                .max(Comparator.comparingLong(Coverage::covered)
                        .thenComparing(coverage -> "rx_dropped".equals(coverage.counter())))
                .orElse(null);
        return best != null ? best : ofHost(facts, suspicion);
    }

    private static Coverage ofInterfaces(Case facts, Suspicion suspicion, String counter) {
        Set<Account> charged = Collections.newSetFromMap(new IdentityHashMap<>());
        long covered = 0;
        long outside = 0;
        boolean certain = true;
        for (MatchedGroup group : suspicion.groups()) {
            outside = Growth.plus(outside, outside(facts.claims().of(group), group, counter));
            for (Posting posting : facts.claims().of(group)) {
                if (posting.account().counter().equals(counter)) {
                    charged.add(posting.account());
                    covered = Growth.plus(covered, posting.claim().count());
                    certain &= posting.claim().certain();
                }
            }
        }
        List<Account> concerned =
                facts.book().accounts().stream().filter(charged::contains).toList();
        long grew = concerned.stream().mapToLong(Account::grew).reduce(0, Growth::plus);
        long explained = concerned.stream().mapToLong(Account::explained).reduce(0, Growth::plus);
        return new Coverage(counter, grew, covered, Wording.share(explained, grew), certain, concerned, outside);
    }

    /** What a group has beyond its part of the one account that its events name, if that account's excess is as small as borders make. */
    private static long outside(List<Posting> postings, MatchedGroup group, String counter) {
        List<Posting> own = postings.stream()
                .filter(posting -> posting.account().counter().equals(counter))
                .toList();
        if (own.size() != 1) {
            return 0;
        }
        Posting only = own.getFirst();
        long beyond = group.group().count() - only.claim().count();
        return only.claim().certain()
                        && beyond <= only.account().excess()
                        && !ConfidenceJudge.isExcessive(only.account())
                ? beyond
                : 0;
    }

    /** Of several host counters that may count it, the one whose growth is nearest. */
    private static Coverage ofHost(Case facts, Suspicion suspicion) {
        long count = suspicion.count();
        String nearest = suspicion.hostCounters().stream()
                .filter(name -> facts.host().of(name) > 0)
                .min(Comparator.comparingLong(name -> Math.abs(facts.host().of(name) - count)))
                .orElse(null);
        if (nearest == null) {
            return new Coverage(null, 0, 0, 0, true, List.of(), 0);
        }
        long grew = facts.host().of(nearest);
        long covered = Math.min(count, grew);
        return new Coverage(
                facts.host().spelled(nearest), grew, covered, Wording.share(covered, grew), true, List.of(), 0);
    }
}
