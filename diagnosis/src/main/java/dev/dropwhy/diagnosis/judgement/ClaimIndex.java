package dev.dropwhy.diagnosis.judgement;

import dev.dropwhy.diagnosis.ledger.Account;
import dev.dropwhy.diagnosis.ledger.Book;
import dev.dropwhy.diagnosis.ledger.Claim;
import dev.dropwhy.diagnosis.matching.MatchedGroup;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** Which accounts a group of drops is charged to. */
final class ClaimIndex {

    /**
     * A part of a group in an account.
     *
     * @param account the account
     * @param claim what it took of the group
     */
    record Posting(Account account, Claim claim) {}

    // By identity: two groups with the same content are two groups, and their content is large.
    private final IdentityHashMap<MatchedGroup, List<Posting>> postings = new IdentityHashMap<>();

    ClaimIndex(Book book) {
        for (Account account : book.accounts()) {
            for (Claim claim : account.claims()) {
                MatchedGroup group = claim.group();
                if (group != null) {
                    postings.computeIfAbsent(group, key -> new ArrayList<>(1)).add(new Posting(account, claim));
                }
            }
        }
    }

    /** The parts of a group, in the order of the accounts; empty where no account counts it. */
    List<Posting> of(MatchedGroup group) {
        return postings.getOrDefault(group, List.of());
    }

    /** Whether any account counts it. */
    boolean holds(MatchedGroup group) {
        return postings.containsKey(group);
    }
}
