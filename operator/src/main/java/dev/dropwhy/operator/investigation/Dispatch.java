package dev.dropwhy.operator.investigation;

import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.operator.reports.NodeReports;
import dev.dropwhy.operator.reports.ReportWriter;
import dev.dropwhy.operator.targeting.NodeReader;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that every asked node has its report. Which nodes are asked is decided when a run starts; the reports keep
 * that decision. An operator that takes a run over reads it from them, and chooses again only if some were never created.
 */
final class Dispatch {

    private record Asked(String run, SortedSet<String> nodes, boolean created) {}

    private final NodeReader nodes;
    private final NodeReports reports;
    private final ReportWriter writer;
    private final Map<String, Asked> asked = new ConcurrentHashMap<>();

    Dispatch(NodeReader nodes, NodeReports reports, ReportWriter writer) {
        this.nodes = nodes;
        this.reports = reports;
        this.writer = writer;
    }

    /**
     * Remembers what a run that starts now asks.
     *
     * @param nodes the nodes; null where none starts
     */
    void chosen(DropInvestigation investigation, @Nullable SortedSet<String> nodes) {
        if (nodes != null && Stage.of(investigation) instanceof Stage.Running(String run)) {
            asked.put(uid(investigation), new Asked(run, nodes, false));
        }
    }

    /** The nodes that a run asks. */
    SortedSet<String> asked(DropInvestigation investigation, String run) {
        return known(investigation, run).nodes();
    }

    /** Creates the reports that a run still lacks. */
    void complete(DropInvestigation investigation, String run) {
        Asked known = known(investigation, run);
        if (known.created()) {
            return;
        }
        Set<String> present = reports.answers(investigation, run).keySet();
        Collection<String> missing =
                known.nodes().stream().filter(node -> !present.contains(node)).toList();
        writer.create(investigation, run, missing);
        asked.put(uid(investigation), new Asked(run, known.nodes(), true));
    }

    /** Removes every report of an investigation that does not run. */
    void withdraw(DropInvestigation investigation) {
        writer.delete(reports.of(investigation));
        forget(investigation);
    }

    /** Forgets a run that has ended. */
    void forget(DropInvestigation investigation) {
        asked.remove(uid(investigation));
    }

    private Asked known(DropInvestigation investigation, String run) {
        Asked known = asked.get(uid(investigation));
        if (known != null && known.run().equals(run)) {
            return known;
        }
        Asked takenOver = takeOver(investigation, run);
        asked.put(uid(investigation), takenOver);
        return takenOver;
    }

    private Asked takeOver(DropInvestigation investigation, String run) {
        var known = new TreeSet<String>(reports.answers(investigation, run).keySet());
        var summary = investigation.getStatus().nodes();
        boolean all = summary != null && known.size() >= summary.targeted();
        if (!all) {
            known.addAll(nodes.choose(investigation.getSpec().nodes()).nodes());
        }
        return new Asked(run, known, all);
    }

    private static String uid(DropInvestigation investigation) {
        return investigation.getMetadata().getUid();
    }
}
