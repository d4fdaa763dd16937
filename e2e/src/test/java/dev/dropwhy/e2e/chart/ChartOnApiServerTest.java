package dev.dropwhy.e2e.chart;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dropwhy.testkit.ApiServer;
import dev.dropwhy.testkit.ControlPlaneBinaries;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A real API server takes whatever the chart renders and whatever the examples ask, with no field that it does not know:
 * created with {@code dryRun=All} and {@code fieldValidation=Strict}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChartOnApiServerTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    /** A kind of another project, whose CRD a plain API server does not have. */
    private static final String FOREIGN_KIND = "ServiceMonitor";

    @Nullable private ApiServer server;

    @BeforeAll
    void start() {
        Optional<ControlPlaneBinaries> binaries = ControlPlaneBinaries.find(System.getenv());
        assumeTrue(binaries.isPresent(), ControlPlaneBinaries.MISSING);
        server = ApiServer.start(binaries.orElseThrow());
        server.installCrds();
        try (KubernetesClient client = server.client()) {
            for (String namespace : List.of(Chart.NAMESPACE, "dropwhy-agents")) {
                client.resource(new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(namespace)
                                .endMetadata()
                                .build())
                        .create();
            }
        }
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"defaults", "everything", "smallest"})
    void theApiServerTakesWhatTheChartRenders(String values) {
        String rendered = Chart.render(GOLDEN.resolve(values + ".values.yaml"));

        for (String document : documents(rendered)) {
            if (!document.contains("kind: " + FOREIGN_KIND)) {
                assertThatCode(() -> create(document)).as(document).doesNotThrowAnyException();
            }
        }
    }

    @Test
    void theApiServerTakesTheExamples() throws IOException {
        for (String example : Chart.files(Chart.REPOSITORY.resolve("examples")).values()) {
            assertThatCode(() -> create(example)).as(example).doesNotThrowAnyException();
        }
    }

    private static List<String> documents(String rendered) {
        return Pattern.compile("^---$", Pattern.MULTILINE)
                .splitAsStream(rendered)
                .filter(document -> document.contains("kind:"))
                .toList();
    }

    /** What is there already, such as the CRDs and namespaces, is applied over itself. */
    private void create(String document) {
        try (KubernetesClient client = Objects.requireNonNull(server).client()) {
            client.resource(Serialization.unmarshal(document, GenericKubernetesResource.class))
                    .dryRun()
                    .fieldValidation(Validation.STRICT)
                    .createOr(existing -> existing.patch());
        }
    }
}
