package dev.dropwhy.kubectl;

import dev.dropwhy.api.Cause;
import dev.dropwhy.api.Condition;
import dev.dropwhy.api.Confidence;
import dev.dropwhy.api.Direction;
import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.DropInvestigationStatus;
import dev.dropwhy.api.EngineChoice;
import dev.dropwhy.api.EventSource;
import dev.dropwhy.api.HostFacts;
import dev.dropwhy.api.InvestigationRef;
import dev.dropwhy.api.InvestigationSummary;
import dev.dropwhy.api.Ledger;
import dev.dropwhy.api.LedgerEntry;
import dev.dropwhy.api.NodeDropReport;
import dev.dropwhy.api.NodeDropReportSpec;
import dev.dropwhy.api.NodeDropReportStatus;
import dev.dropwhy.api.NodeSummary;
import dev.dropwhy.api.Severity;
import dev.dropwhy.api.Timeline;
import dev.dropwhy.api.Totals;
import dev.dropwhy.api.Verdict;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what an operator and its agents would write, so that a test decides what the plugin meets. */
record PlayedOperator(KubernetesClient client) {

    static final String NAMESPACE = "default";

    private static final String START = "2026-11-24T22:00:00Z";
    private static final String END = "2026-11-24T22:00:30Z";

    void refuse(DropInvestigation investigation, String message) {
        write(
                investigation,
                status(null, null, null, List.of(), condition("Accepted", "False", "TooManyNodes", message)));
    }

    void observe(DropInvestigation investigation) {
        write(
                investigation,
                status(
                        START,
                        null,
                        null,
                        List.of(),
                        condition("Accepted", "True", "Accepted", "2 nodes are asked."),
                        condition("Succeeded", "Unknown", "Running", "0 of 2 nodes reported.")));
    }

    void answer(DropInvestigation investigation, Severity severity) {
        report(investigation, "worker-1");
        report(investigation, "worker-2");
        write(
                investigation,
                status(
                        START,
                        END,
                        severity + ": 15 LLDP frames from sw1 were dropped.",
                        List.of(verdict(severity)),
                        condition("Accepted", "True", "Accepted", "2 nodes are asked."),
                        condition("Succeeded", "True", "Complete", "2 of 2 nodes reported.")));
    }

    void fail(DropInvestigation investigation) {
        write(
                investigation,
                status(
                        START,
                        END,
                        "No node reported.",
                        List.of(),
                        condition("Accepted", "True", "Accepted", "2 nodes are asked."),
                        condition("Succeeded", "False", "NoReports", "No node reported.")));
    }

    private void write(DropInvestigation investigation, DropInvestigationStatus status) {
        client.resources(DropInvestigation.class)
                .withName(investigation.getMetadata().getName())
                .editStatus(known -> {
                    known.setStatus(status);
                    return known;
                });
    }

    private static DropInvestigationStatus status(
            @Nullable String start,
            @Nullable String end,
            @Nullable String headline,
            List<Verdict> verdicts,
            Condition... conditions) {
        return new DropInvestigationStatus(
                1L,
                start,
                end,
                headline,
                List.of(conditions),
                headline == null
                        ? null
                        : new InvestigationSummary("Benign", "UnhandledLinkProtocol/Lldp", "2/2", "100%"),
                new NodeSummary(2, 0, end == null ? 0 : 2, 0, List.of(), List.of()),
                new Totals(30, 30, 0, 0),
                verdicts);
    }

    private static Condition condition(String type, String status, String reason, String message) {
        return new Condition(type, status, null, START, reason, message);
    }

    private static Verdict verdict(Severity severity) {
        return new Verdict(
                Cause.UnhandledLinkProtocol,
                severity,
                Confidence.High,
                "30 LLDP frames from sw1 were dropped because no handler wants them.",
                "Lldp",
                null,
                List.of("eth0"),
                2,
                List.of("worker-1", "worker-2"),
                30,
                2550,
                1.0,
                null,
                "rx_dropped",
                100,
                List.of("Both nodes saw the same switch."),
                List.of(),
                List.of());
    }

    private void report(DropInvestigation investigation, String node) {
        var report = new NodeDropReport();
        String uid = investigation.getMetadata().getUid();
        report.setMetadata(new ObjectMetaBuilder()
                .withName(investigation.getMetadata().getName() + "-" + node)
                .withNamespace(NAMESPACE)
                .withLabels(Map.of("dropwhy.dev/investigation-uid", uid))
                .withAnnotations(Map.of("dropwhy.dev/run", START))
                .build());
        report.setSpec(new NodeDropReportSpec(
                node,
                new InvestigationRef(investigation.getMetadata().getName(), uid),
                null,
                30,
                null,
                null,
                List.of()));
        client.resource(report).create();
        report.setStatus(new NodeDropReportStatus(
                uid,
                START,
                START,
                END,
                List.of(),
                new HostFacts("6.18.0", "amd64", 2, 1L, null),
                new EngineChoice(EventSource.Ebpf, null),
                List.of(),
                Map.of(),
                "15 dropped",
                new Totals(15, 15, 0, 0),
                List.of(new Ledger(
                        "eth0",
                        Direction.Receive,
                        15,
                        0,
                        15,
                        List.of(new LedgerEntry(Cause.UnhandledLinkProtocol, "Lldp", 15)),
                        15,
                        0,
                        0,
                        List.of())),
                List.of(),
                List.of(node + " has no driver statistics."),
                List.of(new Timeline("eth0", Direction.Receive, 2000, List.of(7L, 8L), List.of(7L, 8L), 0))));
        client.resource(report).updateStatus();
    }
}
