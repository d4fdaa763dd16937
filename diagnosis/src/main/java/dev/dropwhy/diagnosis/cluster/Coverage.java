package dev.dropwhy.diagnosis.cluster;

import dev.dropwhy.api.Confidence;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How much of the asked nodes the reports cover.
 *
 * @param reported nodes whose report is in
 * @param missing nodes without one, and why
 */
record Coverage(int reported, SortedMap<String, String> missing) {

    /** Below this share of the nodes nothing is sure; the same bound that a counter's explained share has. */
    private static final int HIGH_PERCENT = 95;

    private static final int MEDIUM_PERCENT = 50;
    private static final int REASON = 120;

    boolean complete() {
        return missing.isEmpty();
    }

    int targeted() {
        return reported + missing.size();
    }

    /** Share of the asked nodes that reported, rounded down. */
    int percent() {
        return Amounts.percent(reported, targeted());
    }

    /** What a verdict's confidence may be at best, given what is missing. */
    Confidence cap(Confidence confidence) {
        if (complete() || percent() >= HIGH_PERCENT) {
            return confidence;
        }
        Confidence most = percent() >= MEDIUM_PERCENT ? Confidence.Medium : Confidence.Low;
        return confidence.compareTo(most) < 0 ? confidence : most;
    }

    /** {@code Partial: 3 of 4 nodes (75 %) reported; d: no report before the deadline.} Empty where none is missing. */
    String sentence() {
        if (complete()) {
            return "";
        }
        return "Partial: " + reported + " of " + NodeNames.count(targeted()) + " (" + percent() + " %) reported; "
                + commonestReason() + ".";
    }

    private String commonestReason() {
        SortedMap<String, List<String>> nodes = nodesByReason();
        var largest = nodes.entrySet().iterator().next();
        for (var reason : nodes.entrySet()) {
            if (reason.getValue().size() > largest.getValue().size()) {
                largest = reason;
            }
        }
        int others = missing.size() - largest.getValue().size();
        return NodeNames.of(largest.getValue()) + ": " + largest.getKey()
                + (others == 0 ? "" : "; " + others + " for other reasons");
    }

    private SortedMap<String, List<String>> nodesByReason() {
        var nodes = new TreeMap<String, List<String>>();
        missing.forEach((node, reason) -> nodes.computeIfAbsent(
                        withoutStop(PlainText.of(reason, REASON)), ignored -> new ArrayList<>())
                .add(node));
        return nodes;
    }

    private static String withoutStop(String reason) {
        return reason.endsWith(".") ? reason.substring(0, reason.length() - 1) : reason;
    }
}
