package dev.dropwhy.diagnosis.judgement;

import dev.dropwhy.api.Cause;
import dev.dropwhy.api.Expectation;
import dev.dropwhy.api.Totals;
import dev.dropwhy.api.Verdict;
import dev.dropwhy.diagnosis.NodeDiagnosis;
import dev.dropwhy.diagnosis.catalog.Catalog;
import dev.dropwhy.diagnosis.counters.Growth;
import dev.dropwhy.diagnosis.ledger.Book;
import dev.dropwhy.diagnosis.ledger.Bookkeeper;
import dev.dropwhy.diagnosis.matching.GroupMatcher;
import dev.dropwhy.diagnosis.matching.MatchedGroup;
import dev.dropwhy.diagnosis.observation.InterfaceObservation;
import dev.dropwhy.diagnosis.observation.Observation;
import dev.dropwhy.diagnosis.tap.TapInference;
import dev.dropwhy.diagnosis.timeline.TimelineWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Judges one clean observation. */
public final class Judge {

    /** Most verdicts that a report holds. */
    private static final int VERDICTS = 16;

    private final Catalog catalog;

    public Judge(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * Judges.
     *
     * @param observation an observation that went through the intake
     * @param expectations what the person expects
     */
    public NodeDiagnosis judge(Observation observation, List<Expectation> expectations) {
        Case facts = open(observation, expectations);
        Suspicions suspicions = new Suspicions(facts);
        VerdictWriter writer = new VerdictWriter(facts);
        List<Draft> drafts = new ArrayList<>(
                suspicions.bringTogether().stream().map(writer::draft).toList());
        new CounterVerdicts(facts)
                .write(List.copyOf(drafts)).stream().map(Draft::of).forEach(drafts::add);
        new UnexplainedVerdict(facts).write().map(Draft::of).ifPresent(drafts::add);
        Totals totals = facts.book().totals();
        drafts.sort(worstFirst(totals));
        int leftOut = Math.max(0, drafts.size() - VERDICTS);
        List<Verdict> kept = drafts.stream().limit(VERDICTS).map(Draft::write).toList();
        return new NodeDiagnosis(
                new Headline(facts).write(kept, totals),
                totals,
                new LedgerWriter(facts).write(),
                kept,
                new Limitations(facts).write(suspicions.elsewhere(), leftOut),
                TimelineWriter.write(facts.book(), observation.durationMillis()));
    }

    private Case open(Observation measured, List<Expectation> expectations) {
        Observation observation = new TapInference(measured).observation();
        Growth host = Growth.over(observation.hostCounters());
        Map<String, Growth> links = new LinkedHashMap<>();
        for (InterfaceObservation link : observation.interfaces()) {
            links.putIfAbsent(link.name(), Growth.over(link.counters()));
        }
        GroupMatcher matcher = new GroupMatcher(catalog, observation, host);
        List<MatchedGroup> groups =
                observation.drops().stream().map(matcher::match).toList();
        Book book = new Bookkeeper(catalog).balance(observation, groups);
        return new Case(
                catalog,
                observation,
                host,
                links,
                groups,
                book,
                new ClaimIndex(book),
                new Taps(observation),
                expectations);
    }

    /** Unexplained leads where less than half is explained; then by severity, confidence and size. */
    private static Comparator<Draft> worstFirst(Totals totals) {
        boolean unexplainedLeads = totals.explained() < totals.unexplained();
        return Comparator.comparing(
                        (Draft draft) -> unexplainedLeads && draft.cause() == Cause.Unexplained,
                        Comparator.reverseOrder())
                .thenComparing(Draft::severity, Comparator.reverseOrder())
                .thenComparing(Draft::confidence, Comparator.reverseOrder())
                .thenComparing(Draft::count, Comparator.reverseOrder())
                .thenComparing(Draft::cause)
                .thenComparing(Draft::protocol, Comparator.nullsLast(Comparator.naturalOrder()))
                .thenComparing(Draft::source, Comparator.nullsLast(Comparator.naturalOrder()));
    }
}
