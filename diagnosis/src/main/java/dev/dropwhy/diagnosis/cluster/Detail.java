package dev.dropwhy.diagnosis.cluster;

import dev.dropwhy.api.Verdict;
import java.util.List;

/** How much a verdict says beside its statement. Declared from all to little, the order in which detail is given up. */
enum Detail {
    /** Everything that the API takes. */
    Full(16, 16, 8),
    /** What a person reads. */
    Modest(6, 4, 2),
    /** The best line of each kind. */
    Terse(2, 2, 1),
    /** The statement and its numbers, with one line of evidence. */
    Bare(1, 1, 0),
    /** The statement, its numbers and its speaker alone. */
    Least(0, 0, 0);

    private final int evidence;
    private final int counterEvidence;
    private final int remedies;

    Detail(int evidence, int counterEvidence, int remedies) {
        this.evidence = evidence;
        this.counterEvidence = counterEvidence;
        this.remedies = remedies;
    }

    Verdict of(Verdict verdict) {
        return verdict.reworded(
                verdict.statement(),
                first(verdict.evidence(), evidence),
                first(verdict.counterEvidence(), counterEvidence),
                first(verdict.remedies(), remedies));
    }

    private static <T> List<T> first(List<T> all, int maximum) {
        return all.size() <= maximum ? all : all.subList(0, maximum);
    }
}
