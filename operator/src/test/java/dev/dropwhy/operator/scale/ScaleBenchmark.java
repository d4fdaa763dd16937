package dev.dropwhy.operator.scale;

import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.DropInvestigationSpec;
import dev.dropwhy.api.NodeDropReport;
import dev.dropwhy.api.NodeSelection;
import dev.dropwhy.operator.testing.Cluster;
import dev.dropwhy.operator.testing.SimulatedAgents;
import dev.dropwhy.testkit.ControlPlaneBinaries;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * Measures the operator, in a process of its own with 256 MiB of heap, with hundreds and thousands of simulated nodes on
 * a real API server: how long after the last report the verdict stands, how much heap it takes, and how many requests.
 *
 * <p>Arguments: numbers of nodes; default 500 and 5000. Needs {@code KUBEBUILDER_ASSETS}.
 */
public final class ScaleBenchmark {

    private static final int PARALLEL = 64;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private ScaleBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        List<Integer> sizes = arguments.length == 0
                ? List.of(500, 5000)
                : List.of(arguments).stream().map(Integer::valueOf).toList();
        ControlPlaneBinaries binaries = ControlPlaneBinaries.find(System.getenv())
                .orElseThrow(() -> new IllegalStateException(ControlPlaneBinaries.MISSING));
        print(
                "nodes   reports created   last report to verdict   heap peak   heap at rest   requests per node (reads, writes)");
        for (int nodes : sizes) {
            try (var cluster = Cluster.start(binaries)) {
                measure(cluster, nodes);
            }
        }
    }

    private static void measure(Cluster cluster, int nodes) throws IOException {
        inParallel(IntStream.range(0, nodes).mapToObj(ScaleBenchmark::name).toList(), cluster::nodes);
        try (var operator = OperatorProcess.start(cluster.server());
                KubernetesClient agents = cluster.client()) {
            double requestsBefore = operator.requests();
            double writesBefore = operator.writes();
            Instant asked = Instant.now();
            cluster.investigate(
                    "scale",
                    new DropInvestigationSpec(
                            new NodeSelection(List.of(), null, nodes), null, 600, null, null, List.of(), null, null));
            Awaitility.await("the agents' DaemonSet, which follows the last report")
                    .atMost(PATIENCE)
                    .until(() -> !cluster.agents().isEmpty());
            Duration created = Duration.between(asked, Instant.now());
            List<NodeDropReport> reports = cluster.reports();
            inParallel(reports, report -> SimulatedAgents.write(agents, report, SimulatedAgents.accepted(report)));
            inParallel(reports, report -> SimulatedAgents.write(agents, report, BusyNode.report(report)));
            Instant last = Instant.now();
            DropInvestigation ended = Awaitility.await("the verdict")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(
                            () -> cluster.investigation("scale"),
                            known -> known.getStatus().completionTime() != null);
            Duration verdict = Duration.between(last, Instant.now());
            if (Cluster.nodesOf(ended).reported() != nodes) {
                throw new IllegalStateException("not every node counts: " + ended.getStatus());
            }
            double writes = operator.writes() - writesBefore;
            double reads = operator.requests() - requestsBefore - writes;
            print(String.format(
                    Locale.ROOT,
                    "%5d %15.1f s %22.2f s %7d MiB %10d MiB %12.3f, %.3f",
                    nodes,
                    created.toMillis() / 1000.0,
                    verdict.toMillis() / 1000.0,
                    operator.heapPeak() >> 20,
                    operator.heapAtRest() >> 20,
                    reads / nodes,
                    writes / nodes));
        }
    }

    private static String name(int node) {
        return String.format(Locale.ROOT, "node-%04d", node);
    }

    private static <T> void inParallel(List<T> items, Consumer<T> work) {
        var permits = new Semaphore(PARALLEL);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (T item : items) {
                threads.execute(() -> {
                    permits.acquireUninterruptibly();
                    try {
                        work.accept(item);
                    } finally {
                        permits.release();
                    }
                });
            }
        }
    }

    @SuppressWarnings("SystemOut") // a benchmark prints
    private static void print(String line) {
        System.out.println(line);
    }
}
