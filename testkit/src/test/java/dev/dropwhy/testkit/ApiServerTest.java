package dev.dropwhy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ApiServerTest {

    @Test
    void keepsItsDataAndPortOverARestart() {
        Optional<ControlPlaneBinaries> binaries = ControlPlaneBinaries.find(System.getenv());
        assumeTrue(binaries.isPresent(), ControlPlaneBinaries.MISSING);
        try (ApiServer server = ApiServer.start(binaries.orElseThrow());
                KubernetesClient client = server.client()) {
            server.installCrds();
            client.configMaps()
                    .resource(new ConfigMapBuilder()
                            .withNewMetadata()
                            .withName("kept")
                            .withNamespace("default")
                            .endMetadata()
                            .build())
                    .create();

            server.stopServer();
            assertThatThrownBy(() -> client.configMaps()
                            .inNamespace("default")
                            .withName("kept")
                            .get())
                    .isInstanceOf(KubernetesClientException.class);
            server.startServer();

            assertThat(client.configMaps()
                            .inNamespace("default")
                            .withName("kept")
                            .get())
                    .isNotNull();
            assertThat(server.audit()).isNotNull();
        }
    }
}
