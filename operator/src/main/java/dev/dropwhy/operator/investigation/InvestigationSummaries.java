package dev.dropwhy.operator.investigation;

import dev.dropwhy.api.InvestigationSummary;
import dev.dropwhy.api.Totals;
import dev.dropwhy.api.Verdict;
import dev.dropwhy.diagnosis.cluster.ClusterFindings;
import org.jspecify.annotations.Nullable;

/** What the columns of {@code kubectl get} say of an outcome. */
final class InvestigationSummaries {

    private InvestigationSummaries() {}

    static InvestigationSummary of(int reported, int targeted, ClusterFindings findings) {
        String nodes = reported + "/" + targeted;
        if (reported == 0) {
            return new InvestigationSummary(null, null, nodes, null);
        }
        return new InvestigationSummary(verdict(findings), cause(findings), nodes, explained(findings.totals()));
    }

    private static String verdict(ClusterFindings findings) {
        if (!findings.verdicts().isEmpty()) {
            return findings.verdicts().getFirst().severity().name();
        }
        return findings.totals().dropped() == 0 ? "NoDrops" : "Unexplained";
    }

    private static @Nullable String cause(ClusterFindings findings) {
        if (findings.verdicts().isEmpty()) {
            return null;
        }
        Verdict worst = findings.verdicts().getFirst();
        return worst.protocol() == null ? worst.cause().name() : worst.cause().name() + "/" + worst.protocol();
    }

    private static @Nullable String explained(Totals totals) {
        if (totals.dropped() == 0) {
            return null;
        }
        return (int) Math.floor(100.0 * totals.explained() / totals.dropped()) + "%";
    }
}
