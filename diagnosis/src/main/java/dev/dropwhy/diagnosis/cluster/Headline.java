package dev.dropwhy.diagnosis.cluster;

import dev.dropwhy.api.Totals;
import dev.dropwhy.api.Verdict;
import java.util.List;

/** The outcome over all nodes in one sentence or two. */
final class Headline {

    /** Room for the statement of the worst verdict, so that what is missing always finds its place after it. */
    private static final int STATEMENT = 240;

    private Headline() {}

    static String of(List<Verdict> verdicts, int leftOut, Totals totals, Coverage coverage) {
        var sentences = new StringBuilder();
        if (coverage.reported() == 0) {
            return coverage.targeted() == 0
                    ? "No node was asked."
                    : PlainText.of("No node reported. " + coverage.sentence(), ApiBounds.SENTENCE);
        }
        if (verdicts.isEmpty()) {
            sentences.append(nothingFound(totals, coverage));
        } else {
            Verdict worst = verdicts.getFirst();
            sentences
                    .append(worst.severity())
                    .append(": ")
                    .append(withStop(PlainText.of(worst.statement(), STATEMENT)))
                    .append(balance(totals));
            int others = verdicts.size() - 1 + leftOut;
            if (others > 0) {
                sentences.append(" Besides: ").append(others).append(others == 1 ? " verdict" : " verdicts");
                sentences.append(leftOut > 0 ? ", " + leftOut + " of them not listed." : ".");
            }
        }
        if (!coverage.complete()) {
            sentences.append(' ').append(coverage.sentence());
        }
        return PlainText.of(sentences.toString(), ApiBounds.SENTENCE);
    }

    private static String nothingFound(Totals totals, Coverage coverage) {
        String where = " on " + NodeNames.count(coverage.reported()) + " in the window.";
        return totals.dropped() == 0
                ? "No drop was counted" + where
                : totals.dropped() + " drops were counted" + where + " None of them is explained.";
    }

    private static String balance(Totals totals) {
        if (totals.dropped() == 0) {
            return " No interface counted a drop.";
        }
        return " " + totals.explained() + " of " + totals.dropped() + " counted drops explained"
                + (totals.lostEvents() == 0 ? "." : ", " + totals.lostEvents() + " drop events lost.");
    }

    private static String withStop(String sentence) {
        return sentence.endsWith(".") || sentence.endsWith("…") ? sentence : sentence + ".";
    }
}
