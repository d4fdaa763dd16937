package dev.dropwhy.e2e.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dropwhy.api.DropInvestigation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kubectl dropwhy run} with the real operator and the real agent, and with Ctrl-C in the middle. */
class KubectlPluginTest {

    @Test
    void aRunPrintsTheReportOfTheNodeAndLeavesNothing(@TempDir Path folder) throws IOException, InterruptedException {
        try (PlayedCluster cluster = PlayedCluster.start(folder);
                JavaProcess plugin =
                        plugin(cluster, folder, "run", "--node", PlayedCluster.NODE, "-i", "uplink*", "-d", "20")) {
            cluster.runAgent();
            assertThat(plugin.await(Duration.ofMinutes(2))).as(plugin.output()).isZero();
            assertThat(plugin.output())
                    .contains("waiting for the operator", "0 of 1 nodes have reported")
                    .contains("Nodes     1 of 1 reported")
                    .contains("Node      node-1\nObserved  for 20.")
                    .contains("UnhandledLinkProtocol Lldp")
                    .contains("Speaker: rack12-tor-a, port Ethernet7");
            cluster.assertNothingIsLeft();
        }
    }

    @Test
    void keptItCanBeShownAndStoredAsAPage(@TempDir Path folder) throws IOException, InterruptedException {
        try (PlayedCluster cluster = PlayedCluster.start(folder);
                JavaProcess plugin = plugin(cluster, folder, "run", "--keep", "--name", "uplink", "-d", "10")) {
            cluster.runAgent();
            assertThat(plugin.await(Duration.ofMinutes(2))).as(plugin.output()).isZero();
            assertThat(read(cluster, folder, "list"))
                    .containsPattern("uplink +True +Benign +UnhandledLinkProtocol/Lldp");
            assertThat(read(cluster, folder, "report", "uplink", "-o", "html"))
                    .contains("<!DOCTYPE html>", "Node node-1", "rack12-tor-a")
                    .containsPattern("counted [12], explained [12]");
        }
    }

    @Test
    void ctrlCInTheMiddleLeavesNothing(@TempDir Path folder) throws IOException, InterruptedException {
        try (PlayedCluster cluster = PlayedCluster.start(folder);
                JavaProcess plugin = plugin(cluster, folder, "run", "-d", "120")) {
            cluster.runAgent();
            await("the agent observes")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> cluster.client().resources(DropInvestigation.class).list().getItems().stream()
                            .anyMatch(known -> known.getStatus() != null
                                    && known.getStatus().nodes() != null
                                    && known.getStatus().nodes().observing() == 1));
            assertThat(plugin.terminate()).as(plugin.output()).isEqualTo(130);
            assertThat(plugin.output()).contains("interrupted; there is no report.");
            cluster.assertNothingIsLeft();
        }
    }

    private static String read(PlayedCluster cluster, Path folder, String... arguments)
            throws IOException, InterruptedException {
        try (JavaProcess plugin = plugin(cluster, folder, arguments)) {
            assertThat(plugin.await(Duration.ofSeconds(30))).as(plugin.output()).isZero();
            return plugin.output();
        }
    }

    private static JavaProcess plugin(PlayedCluster cluster, Path folder, String... arguments) throws IOException {
        return JavaProcess.start(
                folder,
                "dev.dropwhy.kubectl.Main",
                new ArrayList<>(List.of(arguments)),
                Map.of("KUBECONFIG", cluster.server().kubeconfig().toString()),
                UnaryOperator.identity());
    }
}
