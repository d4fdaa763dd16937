package dev.dropwhy.operator.reports;

import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.DropInvestigationSpec;
import dev.dropwhy.api.InvestigationRef;
import dev.dropwhy.api.NodeDropReport;
import dev.dropwhy.api.NodeDropReportSpec;
import dev.dropwhy.api.ReportName;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;

/**
 * Creates and deletes reports, many at a time. Each operation may be repeated: a report that is there already is left
 * alone, unless it belongs to an earlier run.
 */
public final class ReportWriter {

    /** Requests under way at once; the API server's own priority queues take about as many of one client. */
    private static final int PARALLEL = 16;

    private final KubernetesClient client;
    private final String namespace;

    public ReportWriter(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /**
     * Creates one report for each node.
     *
     * @param run start of the run, as the status holds it
     */
    public void create(DropInvestigation investigation, String run, Collection<String> nodes) {
        forEach(nodes, node -> create(desired(investigation, run, node, namespace), run));
    }

    /** Deletes reports. */
    public void delete(List<NodeDropReport> reports) {
        forEach(reports, report -> client.resource(report).delete());
    }

    private void create(NodeDropReport report, String run) {
        Resource<NodeDropReport> resource = client.resource(report);
        try {
            resource.create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            NodeDropReport existing = resource.get();
            if (existing == null) {
                throw e; // it is there no more, or the conflict was another one: the next look creates it
            }
            if (!run.equals(RunLabels.run(existing))) {
                client.resource(existing).delete();
                resource.create();
            }
        }
    }

    /** A report as it is created. */
    public static NodeDropReport desired(DropInvestigation investigation, String run, String node, String namespace) {
        DropInvestigationSpec asked = investigation.getSpec();
        var reference = new InvestigationRef(
                investigation.getMetadata().getName(),
                investigation.getMetadata().getUid());
        var report = new NodeDropReport();
        report.setMetadata(new ObjectMetaBuilder()
                .withName(ReportName.of(reference, node))
                .withNamespace(namespace)
                .withLabels(RunLabels.of(investigation))
                .withAnnotations(Map.of(RunLabels.RUN, run))
                .withOwnerReferences(RunLabels.owner(investigation))
                .build());
        report.setSpec(new NodeDropReportSpec(
                node,
                reference,
                asked.interfaces(),
                Objects.requireNonNull(asked.durationSeconds(), "the schema has a default"),
                asked.events(),
                asked.frames(),
                asked.expectations()));
        return report;
    }

    private interface Work<T> {
        void on(T item);
    }

    /** Does the work for all items, and then throws what the first failed one threw. */
    private static <T> void forEach(Collection<T> items, Work<T> work) {
        var permits = new Semaphore(PARALLEL);
        ThreadFactory threads = Thread.ofVirtual().name("reports-", 0).factory();
        try (ExecutorService executor = Executors.newThreadPerTaskExecutor(threads)) {
            var pending = new ArrayList<Future<?>>();
            for (T item : items) {
                pending.add(executor.submit(() -> {
                    permits.acquireUninterruptibly();
                    try {
                        work.on(item);
                    } finally {
                        permits.release();
                    }
                }));
            }
            for (Future<?> future : pending) {
                await(future);
            }
        }
    }

    private static void await(Future<?> future) {
        try {
            future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while writing reports", e);
        }
    }
}
