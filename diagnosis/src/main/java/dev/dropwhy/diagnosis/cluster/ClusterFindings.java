package dev.dropwhy.diagnosis.cluster;

import dev.dropwhy.api.Totals;
import dev.dropwhy.api.Verdict;
import java.util.List;

/**
 * What the reports of all nodes say together.
 *
 * @param headline the outcome in one sentence that a person understands
 * @param totals the balance over all reports
 * @param verdicts worst first, at most 16
 */
public record ClusterFindings(String headline, Totals totals, List<Verdict> verdicts) {

    public ClusterFindings {
        verdicts = List.copyOf(verdicts);
    }
}
