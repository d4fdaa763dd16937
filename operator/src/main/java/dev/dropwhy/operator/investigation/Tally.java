package dev.dropwhy.operator.investigation;

import dev.dropwhy.api.NodeDropReportStatus;
import dev.dropwhy.operator.reports.NodeAnswer;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the asked nodes have answered.
 *
 * @param reported reports that are in, by node
 * @param failed nodes that cannot report, each with the reason as a phrase
 * @param observing nodes that observe
 * @param awaited nodes of which nothing was heard
 */
record Tally(
        SortedMap<String, NodeDropReportStatus> reported,
        SortedMap<String, String> failed,
        SortedSet<String> observing,
        SortedSet<String> awaited) {

    private static final String SILENT = "no pod of its agent was there at the deadline";

    /** Sorts the answers; a node that has none is awaited. */
    static Tally of(Collection<String> nodes, Map<String, NodeAnswer> answers) {
        var tally = new Tally(new TreeMap<>(), new TreeMap<>(), new TreeSet<>(), new TreeSet<>());
        for (String node : nodes) {
            NodeAnswer known = answers.get(node);
            NodeAnswer answer = known == null ? new NodeAnswer.Awaited(node) : known;
            switch (answer) {
                case NodeAnswer.Awaited awaited -> tally.awaited.add(awaited.node());
                case NodeAnswer.Observing observing -> tally.observing.add(observing.node());
                case NodeAnswer.Reported reported -> tally.reported.put(reported.node(), reported.report());
                case NodeAnswer.Failed failed -> tally.failed.put(failed.node(), failed.reason());
            }
        }
        return tally;
    }

    int targeted() {
        return reported.size() + failed.size() + observing.size() + awaited.size();
    }

    /** Whether nothing more can come. */
    boolean isComplete() {
        return observing.isEmpty() && awaited.isEmpty();
    }

    /** Agents that have taken their report up, whatever came of it. */
    int accepted() {
        return targeted() - awaited.size();
    }

    /**
     * The tally when the deadline has passed: who has not reported has failed.
     *
     * @param troubles what is known of agents that do not report, by node
     */
    Tally closed(Map<String, String> troubles) {
        var all = new TreeMap<>(failed);
        observing.forEach(node -> all.put(node, "it observed, and sent no report before the deadline"));
        awaited.forEach(node -> all.put(node, troubles.getOrDefault(node, SILENT)));
        return new Tally(reported, all, new TreeSet<>(), new TreeSet<>());
    }
}
