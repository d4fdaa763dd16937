package dev.dropwhy.kubectl;

import dev.dropwhy.api.Condition;
import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.DropInvestigationSpec;
import dev.dropwhy.api.DropInvestigationStatus;
import dev.dropwhy.api.NodeDropReport;
import dev.dropwhy.api.NodeDropReportStatus;
import dev.dropwhy.report.document.InvestigationReport;
import dev.dropwhy.report.document.NodeFindings;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the report of what a cluster holds. Reports of nodes are taken as they are: whatever stands in them is only shown. */
final class ClusterReport {

    private ClusterReport() {}

    /**
     * Makes the report.
     *
     * @param investigation the investigation
     * @param reports the reports of its nodes that are at hand
     */
    static InvestigationReport of(DropInvestigation investigation, List<NodeDropReport> reports) {
        DropInvestigationSpec spec = investigation.getSpec();
        return new InvestigationReport(
                Investigations.name(investigation),
                spec == null ? new DropInvestigationSpec(null, null, null, null, null, List.of(), null, null) : spec,
                status(investigation.getStatus()),
                reports.stream()
                        .filter(report -> report.getStatus() != null)
                        .map(report -> findings(report.getSpec().nodeName(), report.getStatus()))
                        .toList());
    }

    private static DropInvestigationStatus status(@Nullable DropInvestigationStatus status) {
        if (status == null) {
            return new DropInvestigationStatus(
                    null, null, null, "No operator has looked at it yet.", List.of(), null, null, null, List.of());
        }
        if (status.headline() != null) {
            return status;
        }
        return new DropInvestigationStatus(
                status.observedGeneration(),
                status.startTime(),
                status.completionTime(),
                "It has not ended: " + course(status),
                status.conditions(),
                status.summary(),
                status.nodes(),
                status.totals(),
                status.verdicts());
    }

    private static String course(DropInvestigationStatus status) {
        return status.conditions().stream()
                .filter(condition -> condition.type().equals("Succeeded"))
                .map(Condition::message)
                .findFirst()
                .orElse("nothing is known of it.");
    }

    private static NodeFindings findings(String node, NodeDropReportStatus status) {
        Instant start = instant(status.startTime());
        Instant end = instant(status.completionTime());
        return new NodeFindings(
                node,
                start,
                start == null || end == null ? null : Duration.between(start, end),
                List.of(),
                status.host(),
                status.engine(),
                null,
                status.totals() == null ? 0 : status.totals().lostEvents(),
                status.ledgers(),
                limitations(status),
                status.timelines());
    }

    /** Where a node did not report, its own words for it stand where its limitations would. */
    private static List<String> limitations(NodeDropReportStatus status) {
        return status.conditions().stream()
                .filter(condition -> condition.status().equals("False"))
                .map(Condition::message)
                .findFirst()
                .map(List::of)
                .orElse(status.limitations());
    }

    private static @Nullable Instant instant(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
