package dev.dropwhy.operator.scale;

import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.NodeDropReportStatus;
import dev.dropwhy.diagnosis.cluster.ClusterDiagnosis;
import dev.dropwhy.operator.reports.ReportWriter;
import dev.dropwhy.operator.testing.Cluster;
import dev.dropwhy.operator.testing.Specs;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures the diagnosis across nodes alone: reports of 500 and of 5,000 busy nodes, the first time (as the operator does
 * it, once for each investigation) and when the JVM knows the code.
 */
public final class ClusterDiagnosisBenchmark {

    private static final int TIMES = 21;

    private ClusterDiagnosisBenchmark() {}

    public static void main(String[] arguments) {
        print("nodes   first time, ms   median of the later " + (TIMES - 1) + ", ms");
        for (int nodes : new int[] {5000, 500}) {
            measure(reports(nodes));
        }
    }

    private static void measure(Map<String, NodeDropReportStatus> reports) {
        var millis = new ArrayList<Double>();
        int verdicts = 0;
        for (int i = 0; i < TIMES; i++) {
            long start = System.nanoTime();
            verdicts += new ClusterDiagnosis()
                    .diagnose(reports, Map.of())
                    .verdicts()
                    .size();
            millis.add((System.nanoTime() - start) / 1e6);
        }
        if (verdicts == 0) {
            throw new IllegalStateException("nothing was diagnosed");
        }
        List<Double> later = millis.subList(1, TIMES).stream().sorted().toList();
        print(String.format(
                Locale.ROOT, "%5d %16.0f %16.0f", reports.size(), millis.getFirst(), later.get(later.size() / 2)));
    }

    private static Map<String, NodeDropReportStatus> reports(int nodes) {
        var investigation = new DropInvestigation();
        investigation.setMetadata(
                new ObjectMetaBuilder().withName("scale").withUid("scale").build());
        investigation.setSpec(Specs.seconds(60));
        var reports = new HashMap<String, NodeDropReportStatus>();
        for (int i = 0; i < nodes; i++) {
            String node = String.format(Locale.ROOT, "node-%04d", i);
            reports.put(
                    node,
                    BusyNode.report(ReportWriter.desired(investigation, "2026-01-01T00:00:00Z", node, Cluster.AGENTS)));
        }
        return reports;
    }

    @SuppressWarnings("SystemOut") // a benchmark prints
    private static void print(String line) {
        System.out.println(line);
    }
}
