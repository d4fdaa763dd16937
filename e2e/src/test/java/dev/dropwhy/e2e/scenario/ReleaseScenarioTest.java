package dev.dropwhy.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.NodeDropReport;
import dev.dropwhy.e2e.chart.Chart;
import dev.dropwhy.e2e.cluster.Installation;
import dev.dropwhy.e2e.cluster.InstalledCluster;
import dev.dropwhy.e2e.cluster.Uplink;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a release does to results: nothing. */
@ExtendWith(InstalledCluster.class)
class ReleaseScenarioTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Test
    void upgradeAndUninstallKeepTheResultsAndNothingElse(Installation installation) throws Exception {
        KubernetesClient client = installation.client();
        Investigations investigations = new Investigations(client);
        try (Uplink uplink = Uplink.plug(installation.cluster(), Duration.ofMillis(500))) {
            investigations.ask("kept", uplink, 5, 3600);
            investigations.awaitEnd("kept", PATIENCE);
            installation.upgrade("operator.logLevel", "DEBUG");
            investigations.ask("still-runs", uplink, 300, 3600);
            await().atMost(PATIENCE).until(() -> !investigations.agents().isEmpty());

            installation.uninstall();

            assertThat(client.resources(DropInvestigation.class)
                            .withName("kept")
                            .get()
                            .getStatus()
                            .headline())
                    .isNotBlank();
            assertThat(client.resources(NodeDropReport.class)
                            .inNamespace(Investigations.AGENT_NAMESPACE)
                            .list()
                            .getItems())
                    .isNotEmpty();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(leftovers(client)).isEmpty());
        } finally {
            investigations.delete("kept");
            investigations.delete("still-runs");
            installation.install();
        }
    }

    /** Whatever belongs to dropwhy and is none of what keep keeps: CRDs, the agents' namespace, results. */
    private static List<String> leftovers(KubernetesClient client) {
        return Stream.of(
                        client.pods()
                                .inNamespace(Investigations.AGENT_NAMESPACE)
                                .list(),
                        client.apps()
                                .daemonSets()
                                .inNamespace(Investigations.AGENT_NAMESPACE)
                                .list(),
                        client.pods().inNamespace(Chart.NAMESPACE).list(),
                        client.apps().deployments().inNamespace(Chart.NAMESPACE).list(),
                        client.batch().v1().jobs().inNamespace(Chart.NAMESPACE).list(),
                        client.services().inNamespace(Chart.NAMESPACE).list(),
                        client.rbac()
                                .clusterRoles()
                                .withLabel("app.kubernetes.io/part-of", "dropwhy")
                                .list(),
                        client.rbac()
                                .clusterRoleBindings()
                                .withLabel("app.kubernetes.io/part-of", "dropwhy")
                                .list(),
                        client.rbac()
                                .roles()
                                .inAnyNamespace()
                                .withLabel("app.kubernetes.io/part-of", "dropwhy")
                                .list(),
                        client.admissionRegistration()
                                .v1()
                                .validatingAdmissionPolicies()
                                .withLabel("app.kubernetes.io/part-of", "dropwhy")
                                .list())
                .flatMap(list -> list.getItems().stream())
                .map(item -> item.getKind() + " " + item.getMetadata().getName())
                .toList();
    }

    @Test
    void rollbackKeepsTheCrdsAndTheResultsAndTheOldReleaseWorks(Installation installation) throws Exception {
        KubernetesClient client = installation.client();
        Investigations investigations = new Investigations(client);
        try (Uplink uplink = Uplink.plug(installation.cluster(), Duration.ofMillis(500))) {
            installation.upgrade("operator.logLevel", "DEBUG");
            investigations.ask("before-rollback", uplink, 5, 3600);
            String headline =
                    investigations.awaitEnd("before-rollback", PATIENCE).headline();

            installation.rollBack();

            assertThat(logLevel(client)).isEqualTo("INFO");
            assertThat(client.resources(DropInvestigation.class)
                            .withName("before-rollback")
                            .get()
                            .getStatus()
                            .headline())
                    .isEqualTo(headline);
            investigations.ask("after-rollback", uplink, 5, 3600);
            assertThat(Investigations.condition(investigations.awaitEnd("after-rollback", PATIENCE), "Succeeded"))
                    .isEqualTo("True");
        } finally {
            investigations.delete("before-rollback");
            investigations.delete("after-rollback");
        }
    }

    private static String logLevel(KubernetesClient client) {
        return client
                .apps()
                .deployments()
                .inNamespace(Chart.NAMESPACE)
                .withName("dropwhy-operator")
                .get()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getEnv()
                .stream()
                .filter(variable -> variable.getName().equals("DROPWHY_LOG_LEVEL"))
                .map(EnvVar::getValue)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void helmTestPasses(Installation installation) {
        assertThat(installation.test().getStatus()).isEqualTo("deployed");
    }
}
