package dev.dropwhy.diagnosis;

import dev.dropwhy.api.Ledger;
import dev.dropwhy.api.Timeline;
import dev.dropwhy.api.Totals;
import dev.dropwhy.api.Verdict;
import java.util.List;

/**
 * What the diagnosis of one observation found.
 *
 * @param headline the outcome in one sentence that a person understands
 * @param totals the balance over all ledgers
 * @param ledgers one per interface and direction
 * @param verdicts worst first
 * @param limitations what could not be observed or told, and why
 * @param timelines when counters grew, and the drops that account for it; of those that grew most
 */
public record NodeDiagnosis(
        String headline,
        Totals totals,
        List<Ledger> ledgers,
        List<Verdict> verdicts,
        List<String> limitations,
        List<Timeline> timelines) {

    public NodeDiagnosis {
        ledgers = List.copyOf(ledgers);
        verdicts = List.copyOf(verdicts);
        limitations = List.copyOf(limitations);
        timelines = List.copyOf(timelines);
    }
}
