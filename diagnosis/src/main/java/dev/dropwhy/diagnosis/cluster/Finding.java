package dev.dropwhy.diagnosis.cluster;

import dev.dropwhy.api.Verdict;
import java.util.Comparator;

/**
 * A verdict and the node that gave it.
 *
 * @param node name of the node
 * @param verdict its verdict, within bounds
 */
record Finding(String node, Verdict verdict) {

    /** The finding that speaks for others first: the worst, then the largest; names break ties, so order is total. */
    static final Comparator<Finding> FOREMOST_FIRST = Comparator.comparing(
                    (Finding finding) -> finding.verdict().severity(), Comparator.reverseOrder())
            .thenComparing(finding -> finding.verdict().count(), Comparator.reverseOrder())
            .thenComparing(Finding::node);
}
