package dev.dropwhy.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.e2e.chart.Chart;
import dev.dropwhy.e2e.cluster.Installation;
import dev.dropwhy.e2e.cluster.InstalledCluster;
import dev.dropwhy.e2e.cluster.Uplink;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the dashboard, the alert rules and the operations guide show is what the operator tells. */
@ExtendWith(InstalledCluster.class)
class MetricsScenarioTest {

    private static final Pattern METRIC = Pattern.compile("\\bdropwhy_[a-z_]+");

    @Test
    void everyMetricThatTheDocumentsNameIsThereAfterAnInvestigation(Installation installation) throws Exception {
        KubernetesClient client = installation.client();
        Investigations investigations = new Investigations(client);
        try (Uplink uplink = Uplink.plug(installation.cluster(), Duration.ofMillis(500))) {
            investigations.ask("measured", uplink, 5, 3600);
            investigations.awaitEnd("measured", Duration.ofSeconds(60));

            Set<String> told = metrics(scrape(client));

            assertThat(told).isNotEmpty();
            for (String document : Set.of("monitoring/dashboard.json", "monitoring/alerts.yaml", "operations.md")) {
                assertThat(told)
                        .as("metrics that docs/%s names", document)
                        .containsAll(metrics(documented(document)).stream()
                                .map(MetricsScenarioTest::exposed)
                                .toList());
            }
        } finally {
            investigations.delete("measured");
        }
    }

    /** A duration is told as a sum and a count. */
    private static String exposed(String metric) {
        return metric.endsWith("_seconds") ? metric + "_count" : metric;
    }

    private static String documented(String file) throws IOException {
        return Files.readString(Chart.REPOSITORY.resolve("docs").resolve(file));
    }

    private static Set<String> metrics(String text) {
        Set<String> names = new TreeSet<>();
        METRIC.matcher(text).results().forEach(match -> names.add(match.group()));
        return names;
    }

    /** Of all replicas: only the one that leads counts investigations. */
    private static String scrape(KubernetesClient client) {
        return client
                .pods()
                .inNamespace(Chart.NAMESPACE)
                .withLabel("app.kubernetes.io/name", "dropwhy-operator")
                .list()
                .getItems()
                .stream()
                .map(pod -> client.raw("/api/v1/namespaces/" + Chart.NAMESPACE + "/pods/"
                        + pod.getMetadata().getName() + ":8080/proxy/metrics"))
                .collect(Collectors.joining("\n"));
    }
}
