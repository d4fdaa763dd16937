package dev.dropwhy.lab.scenario;

import dev.dropwhy.api.DropInvestigationStatus;
import dev.dropwhy.api.Severity;
import dev.dropwhy.api.Totals;
import dev.dropwhy.api.Verdict;
import dev.dropwhy.lab.investigation.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares an answer with what it must be. */
final class Judgement {

    private final Expectation expectation;
    private final Map<String, Long> growth;
    private final List<String> faults = new ArrayList<>();
    private final List<Outcome.Pair> pairs = new ArrayList<>();

    /**
     * @param expectation what must be
     * @param growth what the kernel's counters grew by
     */
    Judgement(Expectation expectation, Map<String, Long> growth) {
        this.expectation = expectation;
        this.growth = growth;
        faults.addAll(expectation.countersNotAsExpected(growth));
    }

    void judge(Answer answer) {
        DropInvestigationStatus status = answer.status();
        pairUp(status.verdicts());
        checkOrder(status.verdicts());
        checkTotals(status.totals());
        checkExit(answer);
        checkWords(status);
    }

    List<String> faults() {
        return faults;
    }

    List<Outcome.Pair> pairs() {
        return pairs;
    }

    private void pairUp(List<Verdict> given) {
        List<Verdict> open = new ArrayList<>(given);
        List<ExpectedVerdict> missing = new ArrayList<>();
        for (ExpectedVerdict expected : expectation.verdicts()) {
            open.stream()
                    .filter(expected::isAbout)
                    .findFirst()
                    .ifPresentOrElse(
                            verdict -> {
                                open.remove(verdict);
                                pairs.add(new Outcome.Pair(expected, verdict));
                                faults.addAll(expected.faults(verdict, growth));
                            },
                            () -> missing.add(expected));
        }
        for (ExpectedVerdict expected : missing) {
            Verdict instead = open.isEmpty() ? null : open.removeFirst();
            pairs.add(new Outcome.Pair(expected, instead));
            faults.add("no verdict %s %s of %s; instead %s"
                    .formatted(
                            expected.cause(),
                            expected.protocol() == null ? "" : expected.protocol(),
                            expected.count(),
                            instead == null ? "nothing" : describe(instead)));
        }
        for (Verdict verdict : open) {
            pairs.add(new Outcome.Pair(null, verdict));
            faults.add("a verdict that must not be: " + describe(verdict));
        }
    }

    private static String describe(Verdict verdict) {
        return "%s %s (%s, %s, count %d, %s %s %%): %s"
                .formatted(
                        verdict.cause(),
                        verdict.protocol() == null ? "" : verdict.protocol(),
                        verdict.severity(),
                        verdict.confidence(),
                        verdict.count(),
                        verdict.counter(),
                        verdict.share(),
                        verdict.statement());
    }

    private void checkOrder(List<Verdict> given) {
        for (int i = 1; i < given.size(); i++) {
            if (given.get(i).severity().compareTo(given.get(i - 1).severity()) > 0) {
                faults.add("verdicts are not worst first: %s stands behind %s"
                        .formatted(given.get(i).severity(), given.get(i - 1).severity()));
            }
        }
    }

    /** The product's balance against the kernel's counters. */
    private void checkTotals(@Nullable Totals totals) {
        if (totals == null) {
            faults.add("there are no totals");
            return;
        }
        long counted = growth.getOrDefault("rx_dropped", 0L) + growth.getOrDefault("tx_dropped", 0L);
        if (totals.dropped() != counted) {
            faults.add("totals say %d dropped and the kernel counted %d".formatted(totals.dropped(), counted));
        }
        if (totals.explained() + totals.unexplained() != totals.dropped()) {
            faults.add("explained and unexplained do not add up: " + totals);
        }
        if (!expectation.unexplained().holds(totals.unexplained(), growth)) {
            faults.add("%d of %d are unexplained and it must be %s"
                    .formatted(totals.unexplained(), totals.dropped(), expectation.unexplained()));
        }
        if (totals.lostEvents() != 0) {
            faults.add(totals.lostEvents() + " events were lost");
        }
    }

    private void checkExit(Answer answer) {
        boolean problem =
                answer.status().verdicts().stream().anyMatch(verdict -> verdict.severity() == Severity.Problem);
        int must = problem ? 1 : 0;
        if (answer.exitStatus() != must) {
            faults.add("the exit status is %d and must be %d".formatted(answer.exitStatus(), must));
        }
    }

    private void checkWords(DropInvestigationStatus status) {
        String headline = status.headline();
        if (headline == null || headline.isBlank()) {
            faults.add("there is no headline");
        }
        for (String words : expectation.says()) {
            if (!status.toString().contains(words)) {
                faults.add("nothing in the answer says \"" + words + "\"");
            }
        }
        for (String words : expectation.keepsQuiet()) {
            if (status.toString().contains(words)) {
                faults.add("the answer says \"" + words + "\" and must not");
            }
        }
    }
}
