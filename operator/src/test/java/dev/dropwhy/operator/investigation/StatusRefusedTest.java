package dev.dropwhy.operator.investigation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.NodeSummary;
import dev.dropwhy.api.Totals;
import dev.dropwhy.operator.testing.Cluster;
import dev.dropwhy.operator.testing.RunningOperator;
import dev.dropwhy.operator.testing.SimulatedAgents;
import dev.dropwhy.operator.testing.Specs;
import dev.dropwhy.operator.testing.WithApiServer;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The API server has a stricter schema than this release: it refuses what the nodes' reports come to. */
@WithApiServer
class StatusRefusedTest {

    private static final String CRD = "dropinvestigations.dropwhy.dev";

    private final Cluster cluster;
    private CustomResourceDefinition shipped;

    StatusRefusedTest(Cluster cluster) {
        this.cluster = cluster;
        this.shipped = crd();
    }

    @BeforeEach
    void remember() {
        shipped = crd();
    }

    @AfterEach
    void restore() {
        replace(shipped);
        Awaitility.await("the shipped schema").atMost(Cluster.PATIENCE).until(() -> !refuses(verdict()));
    }

    @Test
    void aRefusedVerdictEndsTheInvestigationWithWhatTheOperatorItselfKnows() {
        tighten(status -> property(property(status, "verdicts").getItems().getSchema(), "statement")
                .setMaxLength(5L));
        Awaitility.await("the strict schema").atMost(Cluster.PATIENCE).until(() -> refuses(verdict()));

        DropInvestigation ended = ended("strict");

        assertThat(ended.getStatus().verdicts()).isEmpty();
        assertThat(ended.getStatus().totals()).isEqualTo(new Totals(60, 60, 0, 0));
        assertThat(ended.getStatus().nodes()).isEqualTo(new NodeSummary(3, 0, 2, 1, List.of(), List.of()));
        assertThat(ended.getStatus().headline())
                .isEqualTo("The API server refused the status with the verdict; the nodes' reports are kept.");
        assertSaid(ended);
    }

    @Test
    void whereThatIsRefusedTooTheConditionsAloneSayIt() {
        tighten(status -> {
            property(property(status, "verdicts").getItems().getSchema(), "statement")
                    .setMaxLength(5L);
            property(property(status, "totals"), "dropped").setMaximum(1.0);
        });
        Awaitility.await("the strict schema").atMost(Cluster.PATIENCE).until(() -> refuses(verdict()));

        DropInvestigation ended = ended("stricter");

        assertThat(ended.getStatus().totals()).isNull();
        assertThat(ended.getStatus().nodes()).isNull();
        assertSaid(ended);
    }

    private void assertSaid(DropInvestigation ended) {
        assertThat(Cluster.condition(ended, "Succeeded")).satisfies(succeeded -> {
            assertThat(succeeded.status()).isEqualTo("False");
            assertThat(succeeded.reason()).isEqualTo("StatusRefused");
            assertThat(succeeded.message())
                    .contains("(HTTP 422)")
                    .contains("status.verdicts[0].statement")
                    .endsWith("kubectl get nodedropreports -A -l dropwhy.dev/investigation-uid="
                            + ended.getMetadata().getUid());
        });
        assertThat(cluster.reports()).hasSize(3);
        Awaitility.await("the agents' end")
                .atMost(Cluster.PATIENCE)
                .until(() -> cluster.agents().isEmpty());
        Awaitility.await("its Events")
                .atMost(Cluster.PATIENCE)
                .untilAsserted(
                        () -> assertThat(cluster.events(ended.getMetadata().getName()))
                                .extracting(Event::getReason)
                                .containsExactlyInAnyOrder("Started", "StatusRefused"));
    }

    private DropInvestigation ended(String name) {
        cluster.nodes("a", "b", "c");
        try (var _ = new RunningOperator(cluster.client(), Cluster.settings(Duration.ofSeconds(1)));
                var _ = new SimulatedAgents(
                        cluster.admin(),
                        report -> report.getSpec().nodeName().equals("c")
                                ? SimulatedAgents.failing(report, "No engine works here.")
                                : SimulatedAgents.spanningTree(report))) {
            cluster.investigate(name, Specs.seconds(60));
            return cluster.awaitEnd(name);
        }
    }

    private CustomResourceDefinition crd() {
        return cluster.admin()
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(CRD)
                .get();
    }

    private void tighten(Consumer<JSONSchemaProps> change) {
        CustomResourceDefinition strict = new CustomResourceDefinitionBuilder(crd()).build();
        change.accept(
                property(strict.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema(), "status"));
        replace(strict);
    }

    private static JSONSchemaProps property(JSONSchemaProps schema, String name) {
        return Objects.requireNonNull(schema.getProperties().get(name), name);
    }

    private void replace(CustomResourceDefinition wanted) {
        cluster.admin()
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(CRD)
                .edit(known -> new CustomResourceDefinitionBuilder(known)
                        .withSpec(wanted.getSpec())
                        .build());
    }

    private static Map<String, Object> verdict() {
        return Map.of(
                "verdicts",
                List.of(Map.of(
                        "cause", "NoRoute",
                        "severity", "Benign",
                        "confidence", "Low",
                        "statement", "a statement of more than five characters",
                        "count", 1,
                        "bytes", 1,
                        "perSecond", 1.0)));
    }

    /** Asks the API server without writing. */
    private boolean refuses(Map<String, Object> status) {
        String name = "probe";
        if (cluster.investigation(name) == null) {
            cluster.investigate(name, Specs.suspended());
        }
        try {
            cluster.admin()
                    .resources(DropInvestigation.class)
                    .withName(name)
                    .subresource("status")
                    .patch(
                            new PatchContext.Builder()
                                    .withPatchType(PatchType.JSON_MERGE)
                                    .withDryRun(List.of("All"))
                                    .build(),
                            cluster.admin().getKubernetesSerialization().asJson(Map.of("status", status)));
            return false;
        } catch (KubernetesClientException e) {
            return e.getCode() == 422;
        } finally {
            cluster.admin().resources(DropInvestigation.class).withName(name).delete();
        }
    }
}
