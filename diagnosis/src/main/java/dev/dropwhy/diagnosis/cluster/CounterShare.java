package dev.dropwhy.diagnosis.cluster;

import dev.dropwhy.api.CounterGrowth;
import dev.dropwhy.api.Direction;
import dev.dropwhy.api.Ledger;
import dev.dropwhy.api.NodeDropReportStatus;
import dev.dropwhy.api.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The counter that a group of findings accounts for, and which percentage of its growth, on the nodes and interfaces
 * concerned.
 *
 * @param counter the counter that all nodes name; null where they name none or different ones
 * @param percent rounded down; null where the growth is not known
 */
record CounterShare(@Nullable String counter, @Nullable Integer percent) {

    private static final CounterShare NONE = new CounterShare(null, null);

    static CounterShare of(FindingGroup group, Map<String, NodeDropReportStatus> reports) {
        String counter = group.foremost().verdict().counter();
        if (counter == null
                || !group.findings().stream()
                        .allMatch(finding -> counter.equals(finding.verdict().counter()))) {
            return NONE;
        }
        long count = 0;
        long growth = 0;
        for (var node : byNode(group).entrySet()) {
            for (Verdict verdict : node.getValue()) {
                count = Amounts.sum(count, verdict.count());
            }
            growth = Amounts.sum(growth, growth(counter, node.getValue(), reports.get(node.getKey())));
        }
        return new CounterShare(counter, growth == 0 ? null : Amounts.percent(count, growth));
    }

    private static Map<String, List<Verdict>> byNode(FindingGroup group) {
        var byNode = new TreeMap<String, List<Verdict>>();
        group.findings()
                .forEach(finding -> byNode.computeIfAbsent(finding.node(), ignored -> new ArrayList<>())
                        .add(finding.verdict()));
        return byNode;
    }

    /** From the ledgers where they hold the counter, else from what the node's own verdicts claim. */
    private static long growth(String counter, List<Verdict> verdicts, @Nullable NodeDropReportStatus report) {
        var interfaces = new HashSet<String>();
        verdicts.forEach(verdict -> interfaces.addAll(verdict.interfaces()));
        long inLedgers = 0;
        if (report != null) {
            for (Ledger ledger : report.ledgers()) {
                if (interfaces.isEmpty() || interfaces.contains(ledger.interfaceName())) {
                    inLedgers = Amounts.sum(inLedgers, growth(counter, ledger));
                }
            }
        }
        return inLedgers > 0 ? inLedgers : claimed(verdicts);
    }

    private static long growth(String counter, Ledger ledger) {
        if (counter.equals(ledger.direction() == Direction.Receive ? "rx_dropped" : "tx_dropped")) {
            return Amounts.natural(ledger.dropped());
        }
        return ledger.counters().stream()
                .filter(growth -> counter.equals(growth.name()))
                .mapToLong(CounterGrowth::grew)
                .reduce(0, Amounts::sum);
    }

    private static long claimed(List<Verdict> verdicts) {
        double growth = 0;
        for (Verdict verdict : verdicts) {
            Integer share = verdict.share();
            if (share != null) {
                growth = Math.max(growth, verdict.count() * 100.0 / Math.max(1, share));
            }
        }
        return (long) growth;
    }
}
