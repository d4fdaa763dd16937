package dev.dropwhy.diagnosis.judgement;

import dev.dropwhy.api.Cause;
import dev.dropwhy.api.Confidence;
import dev.dropwhy.api.Expectation;
import dev.dropwhy.api.Severity;
import dev.dropwhy.api.Verdict;
import dev.dropwhy.diagnosis.catalog.DriverEntry;
import dev.dropwhy.diagnosis.counters.Growth;
import dev.dropwhy.diagnosis.ledger.Account;
import dev.dropwhy.diagnosis.matching.MatchedGroup;
import dev.dropwhy.diagnosis.matching.Place;
import dev.dropwhy.diagnosis.observation.InterfaceObservation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says plainly that less than half of a counter is accounted for, what is ruled out, and what to try. */
final class UnexplainedVerdict {

    private final Case facts;

    UnexplainedVerdict(Case facts) {
        this.facts = facts;
    }

    Optional<Verdict> write() {
        List<Account> open = facts.book().dropped().stream()
                .filter(account -> account.grew() > 0 && account.explained() < account.unexplained())
                .toList();
        if (open.isEmpty()) {
            return Optional.empty();
        }
        long unexplained = open.stream().mapToLong(Account::unexplained).reduce(0, Growth::plus);
        long dropped = open.stream().mapToLong(Account::grew).reduce(0, Growth::plus);
        List<String> names =
                open.stream().map(account -> account.link().name()).distinct().toList();
        String counter = open.getFirst().counter();
        Placeholders fill = new Subject(facts, new Suspicion(Cause.Unexplained, null, null))
                .placeholders(null, null, unexplained)
                .word("where", Wording.where(names))
                .word("dropped", Long.toString(dropped))
                .value("interface", names.getFirst(), Placeholders.INTERFACE);
        VerdictWriter writer = new VerdictWriter(facts);
        boolean expected =
                facts.expectations().stream().map(Expectation::cause).anyMatch(cause -> cause == Cause.Unexplained);
        return Optional.of(writer.fromCounters(
                Cause.Unexplained,
                null,
                names,
                expected
                        ? Severity.Benign
                        : facts.catalog().cause(Cause.Unexplained).severity(),
                Confidence.Low,
                unexplained,
                counter,
                Wording.share(unexplained, dropped),
                evidence(open),
                counterEvidence(),
                fill));
    }

    private List<String> evidence(List<Account> open) {
        List<String> lines = new ArrayList<>();
        if (!facts.watched()) {
            String reason = facts.observation().engine().reason();
            lines.add("Nobody watched single drops in this window, counters were read alone"
                    + (reason == null ? "." : ": " + Wording.sentence(reason)));
        }
        for (Account account : open) {
            lines.add(account.counter() + " of " + account.link().name() + " grew by " + account.grew() + "; "
                    + account.explained() + " of that " + (account.explained() == 1 ? "is" : "are")
                    + " accounted for.");
            ruledOut(account, lines);
            driver(account, lines);
        }
        candidates(lines);
        return lines;
    }

    private void ruledOut(Account account, List<String> lines) {
        if (account.counter().equals("rx_dropped")) {
            lines.addAll(new TapFindings(facts).sentences(List.of(account.link().name())));
        }
        Growth growth = facts.growthOf(account.link().name());
        List<String> flat = List.of("rx_errors", "rx_fifo_errors", "rx_missed_errors", "rx_nohandler").stream()
                .filter(name -> growth.knows(name) && growth.of(name) == 0)
                .toList();
        if (!flat.isEmpty() && account.counter().startsWith("rx")) {
            lines.add("Ruled out: " + String.join(", ", flat) + " of "
                    + account.link().name() + " stand still.");
        }
        if (facts.host().knows("softnet.dropped") && facts.host().of("softnet.dropped") == 0) {
            lines.add("Ruled out: the per-CPU input queues (softnet dropped stands still).");
        }
    }

    private void driver(Account account, List<String> lines) {
        InterfaceObservation link = account.link();
        DriverEntry entry = facts.catalog()
                .driver(link.driver() == null ? null : link.driver().name(), link.kind())
                .orElse(null);
        if (entry == null) {
            String name = link.driver() == null ? null : link.driver().name();
            lines.add(
                    (name == null ? "The driver of " + link.name() : "The driver " + name)
                            + " is not in the catalog: its drop counter may hold losses of the device that no drop event shows.");
        } else {
            lines.add("On " + link.name() + ", " + account.counter() + " means: " + entry.means(account.counter()));
        }
    }

    /** Events that nobody could place, largest first. */
    private void candidates(List<String> lines) {
        facts.groups().stream()
                .filter(group -> group.place() != Place.Foreign
                        && group.rule() == null
                        && group.group().count() > 0)
                .limit(3)
                .forEach(group -> lines.add("Not in the catalog: " + EvidenceWriter.outline(group) + "."));
    }

    private List<String> counterEvidence() {
        List<String> lines = new ArrayList<>();
        if (facts.lost() > 0) {
            lines.add(
                    facts.lost() + " drop events were lost or could not be kept apart; the answer may be among them.");
        }
        facts.taps()
                .hiding()
                .forEach(socket -> lines.add(Taps.holder(socket) + " holds a packet tap on " + Taps.reach(socket)
                        + ", so unhandled protocols are unlikely to be the answer while it is open."));
        return lines;
    }

    /** How many drop groups nobody could place. */
    static long unknown(List<MatchedGroup> groups) {
        return groups.stream()
                .filter(group -> group.rule() == null && group.place() == Place.Observed)
                .mapToLong(group -> group.group().count())
                .reduce(0, Growth::plus);
    }
}
