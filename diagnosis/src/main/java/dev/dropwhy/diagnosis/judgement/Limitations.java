package dev.dropwhy.diagnosis.judgement;

import dev.dropwhy.api.EngineChoice;
import dev.dropwhy.api.EventSource;
import dev.dropwhy.diagnosis.counters.Growth;
import dev.dropwhy.diagnosis.intake.Text;
import dev.dropwhy.diagnosis.ledger.Account;
import dev.dropwhy.diagnosis.matching.MatchedGroup;
import dev.dropwhy.diagnosis.matching.Place;
import dev.dropwhy.diagnosis.observation.EventTotals;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What could not be observed or told, and why; the most important first, because the list is bounded. */
final class Limitations {

    static final int MAXIMUM = 16;
    private static final int LINE = 512;

    /** Namespaces that are named; with more of them the line would be cut. */
    private static final int NAMED = 4;

    private final Case facts;

    Limitations(Case facts) {
        this.facts = facts;
    }

    List<String> write(Collection<MatchedGroup> elsewhere, int verdictsLeftOut) {
        List<String> lines = new ArrayList<>(facts.taps().sentences());
        if (verdictsLeftOut > 0) {
            lines.add(verdictsLeftOut + " further verdicts, the least severe, found no room in this report.");
        }
        engine(lines);
        lost(lines);
        excess(lines);
        lines.addAll(facts.observation().limitations());
        resets(lines);
        unknown(lines);
        otherNamespaces(lines);
        if (!elsewhere.isEmpty()) {
            lines.add("Not judged, on interfaces that were not chosen: "
                    + Wording.list(
                            elsewhere.stream().map(EvidenceWriter::outline).toList(), 3) + ".");
        }
        return lines.stream()
                .map(line -> Text.clean(line, LINE))
                .filter(line -> !line.isEmpty())
                .distinct()
                .limit(MAXIMUM)
                .toList();
    }

    private void engine(List<String> lines) {
        EngineChoice engine = facts.observation().engine();
        if (engine.used() == EventSource.CountersOnly) {
            lines.add("Nobody watched single drops, so counters could not be explained by events"
                    + (engine.reason() == null ? "." : ": " + Wording.sentence(engine.reason())));
        }
    }

    private void lost(List<String> lines) {
        EventTotals events = facts.observation().events();
        if (events.lost() > 0) {
            lines.add(events.lost() + " drop events were lost; they account for nothing.");
        }
        if (events.ungrouped() > 0) {
            lines.add(events.ungrouped() + " of " + events.seen()
                    + " drop events were counted and could not be kept apart by kind; they account for nothing.");
        }
    }

    private void excess(List<String> lines) {
        for (Account account : facts.book().accounts()) {
            if (ConfidenceJudge.isExcessive(account) && account.grew() > 0) {
                lines.add(account.excess() + " more drop events than " + account.counter() + " of "
                        + account.link().name() + " grew (" + account.grew()
                        + ") match it; they were not counted as explained.");
            }
        }
    }

    private void resets(List<String> lines) {
        facts.links().forEach((name, growth) -> reset(name, growth, lines));
        reset("this host", facts.host(), lines);
    }

    private static void reset(String name, Growth growth, List<String> lines) {
        if (!growth.reset().isEmpty()) {
            lines.add("Counters of " + name + " went backwards within the window ("
                    + Wording.list(List.copyOf(growth.reset()), 4) + "): only their steps upwards were counted.");
        }
    }

    private void unknown(List<String> lines) {
        List<String> outlines = facts.groups().stream()
                .filter(group -> group.place() == Place.Observed
                        && group.cause() == null
                        && !group.quiet()
                        && group.group().count() > 0)
                .map(EvidenceWriter::outline)
                .toList();
        if (!outlines.isEmpty()) {
            lines.add("Drops that the catalog has no cause for: " + Wording.list(outlines, 3) + ".");
        }
    }

    private void otherNamespaces(List<String> lines) {
        List<MatchedGroup> foreign = facts.groups().stream()
                .filter(group -> group.place() == Place.Foreign
                        && group.cause() != null
                        && !facts.claims().holds(group))
                .toList();
        Map<Long, Long> counts = new TreeMap<>();
        foreign.forEach(
                group -> counts.merge(group.group().netns(), group.group().count(), Growth::plus));
        long count = counts.values().stream().reduce(0L, Growth::plus);
        if (count > 0) {
            List<String> named = counts.entrySet().stream()
                    .sorted(Map.Entry.<Long, Long>comparingByValue().reversed())
                    .map(entry -> entry.getValue() + " in " + facts.namespace(entry.getKey()))
                    .toList();
            lines.add(Wording.packets(count) + " dropped in "
                    + (counts.size() == 1 ? "another network namespace" : counts.size() + " other network namespaces")
                    + " were seen and are not judged here: " + Wording.list(named, NAMED) + ".");
        }
    }
}
