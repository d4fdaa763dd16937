package dev.dropwhy.operator.testing;

import dev.dropwhy.api.Cause;
import dev.dropwhy.api.Condition;
import dev.dropwhy.api.Confidence;
import dev.dropwhy.api.CounterGrowth;
import dev.dropwhy.api.Direction;
import dev.dropwhy.api.EngineChoice;
import dev.dropwhy.api.EventSource;
import dev.dropwhy.api.HostFacts;
import dev.dropwhy.api.Ledger;
import dev.dropwhy.api.LedgerEntry;
import dev.dropwhy.api.NodeDropReport;
import dev.dropwhy.api.NodeDropReportStatus;
import dev.dropwhy.api.Severity;
import dev.dropwhy.api.Speaker;
import dev.dropwhy.api.Totals;
import dev.dropwhy.api.Verdict;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Agents that observe nothing and report at once what they are told to. What they write goes through the real API server
 * as an agent's does: one patch to accept, one with the report.
 */
public final class SimulatedAgents implements AutoCloseable {

    private static final String TIME = "2026-01-01T00:00:00Z";

    private final KubernetesClient client;
    private final Function<NodeDropReport, @Nullable NodeDropReportStatus> answer;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final SharedIndexInformer<NodeDropReport> reports;

    /**
     * Starts agents for every node.
     *
     * @param answer what to report; null to stay silent
     */
    public SimulatedAgents(KubernetesClient client, Function<NodeDropReport, @Nullable NodeDropReportStatus> answer) {
        this.client = client;
        this.answer = answer;
        reports = client.resources(NodeDropReport.class)
                .inNamespace(Cluster.AGENTS)
                .inform(new ResourceEventHandler<>() {
                    @Override
                    public void onAdd(NodeDropReport report) {
                        threads.execute(() -> work(report));
                    }

                    @Override
                    public void onUpdate(NodeDropReport known, NodeDropReport updated) {
                        // its own writes
                    }

                    @Override
                    public void onDelete(NodeDropReport report, boolean unknown) {
                        // nothing to do any more
                    }
                });
    }

    private void work(NodeDropReport report) {
        NodeDropReportStatus status = answer.apply(report);
        if (status != null && report.getStatus() == null) {
            try {
                write(client, report, accepted(report));
                write(client, report, status);
            } catch (KubernetesClientException e) {
                if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                    throw e;
                }
            }
        }
    }

    /** Writes a report's status as an agent does. */
    public static void write(KubernetesClient client, NodeDropReport report, NodeDropReportStatus status) {
        client.resources(NodeDropReport.class)
                .inNamespace(Cluster.AGENTS)
                .withName(report.getMetadata().getName())
                .subresource("status")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        client.getKubernetesSerialization().asJson(Map.of("status", status)));
    }

    /** The first of an agent's two writes. */
    public static NodeDropReportStatus accepted(NodeDropReport report) {
        return status(report, List.of(condition("Accepted", "True", "Observing", "Observes.")), null, List.of());
    }

    /** A report of nothing. */
    public static NodeDropReportStatus quiet(NodeDropReport report) {
        return status(report, reported(), new Totals(0, 0, 0, 0), List.of());
    }

    /** A node that says that it cannot. */
    public static NodeDropReportStatus failing(NodeDropReport report, String message) {
        return status(report, List.of(condition("Reported", "False", "NoEngine", message)), null, List.of());
    }

    /** A report of BPDUs that no handler wants: the founding case. */
    public static NodeDropReportStatus spanningTree(NodeDropReport report) {
        return status(
                report,
                reported(),
                new Totals(30, 30, 0, 0),
                List.of(verdict("eth0 dropped 30 frames of STP: no handler on this host wants them.")));
    }

    public static Verdict verdict(String statement) {
        return new Verdict(
                Cause.UnhandledLinkProtocol,
                Severity.Benign,
                Confidence.High,
                statement,
                "Stp",
                new Speaker("00:1b:54:c2:00:01", "32768/00:1b:54:c2:00:00", "8001", null, null),
                List.of("eth0"),
                null,
                List.of(),
                30,
                1800,
                0.5,
                null,
                "rx_dropped",
                100,
                List.of("30 of 30 drops are BPDUs."),
                List.of(),
                List.of());
    }

    public static List<Condition> reported() {
        return List.of(
                condition("Accepted", "True", "Observing", "Observes."),
                condition("Reported", "True", "Complete", "Reported."));
    }

    public static Condition condition(String type, String status, String reason, String message) {
        return new Condition(type, status, 1L, TIME, reason, message);
    }

    public static NodeDropReportStatus status(
            NodeDropReport report, List<Condition> conditions, @Nullable Totals totals, List<Verdict> verdicts) {
        return new NodeDropReportStatus(
                report.getSpec().investigation().uid(),
                TIME,
                TIME,
                totals == null ? null : TIME,
                conditions,
                new HostFacts("6.18.0", "x86_64", 2, 1L, null),
                new EngineChoice(EventSource.Ebpf, null),
                List.of("0800 ip_rcv"),
                Map.of(),
                null,
                totals,
                totals == null ? List.of() : List.of(ledger(totals)),
                verdicts,
                List.of(),
                List.of());
    }

    private static Ledger ledger(Totals totals) {
        return new Ledger(
                "eth0",
                Direction.Receive,
                totals.dropped(),
                0,
                totals.dropped(),
                List.of(new LedgerEntry(Cause.UnhandledLinkProtocol, "Stp", totals.explained())),
                totals.explained(),
                totals.unexplained(),
                totals.lostEvents(),
                List.of(new CounterGrowth("rx_dropped", totals.dropped())));
    }

    @Override
    public void close() {
        reports.close();
        threads.close();
    }
}
