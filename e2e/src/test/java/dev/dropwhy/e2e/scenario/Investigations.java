package dev.dropwhy.e2e.scenario;

import static org.awaitility.Awaitility.await;

import dev.dropwhy.api.Condition;
import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.DropInvestigationSpec;
import dev.dropwhy.api.DropInvestigationStatus;
import dev.dropwhy.e2e.chart.Chart;
import dev.dropwhy.e2e.cluster.Uplink;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Asks as a user does, and waits for what a user waits for. */
final class Investigations {

    static final String AGENT_NAMESPACE = "dropwhy-agents";

    private final KubernetesClient client;

    Investigations(KubernetesClient client) {
        this.client = client;
    }

    /** {@code kubectl apply -f examples/FILE}, with a shorter window. */
    DropInvestigation applyExample(String file, int durationSeconds) throws IOException {
        DropInvestigation example = Serialization.unmarshal(
                Files.readString(Chart.REPOSITORY.resolve("examples").resolve(file)), DropInvestigation.class);
        DropInvestigationSpec spec = example.getSpec();
        example.setSpec(new DropInvestigationSpec(
                spec.nodes(),
                spec.interfaces(),
                durationSeconds,
                spec.events(),
                spec.frames(),
                spec.expectations(),
                spec.ttlSecondsAfterFinished(),
                spec.suspend()));
        return client.resource(example).create();
    }

    /** Asks about the uplink of the given nodes. */
    DropInvestigation ask(String name, Uplink uplink, int durationSeconds, int timeToLive, String... nodes) {
        return client.resource(Serialization.unmarshal(
                        """
                        apiVersion: dropwhy.dev/v1alpha1
                        kind: DropInvestigation
                        metadata: {name: %s}
                        spec:
                          nodes: {names: [%s]}
                          interfaces: {include: [%s]}
                          durationSeconds: %d
                          ttlSecondsAfterFinished: %d
                        """.formatted(
                                name, String.join(", ", nodes), uplink.interfaceName(), durationSeconds, timeToLive),
                        DropInvestigation.class))
                .create();
    }

    /** The status as soon as it fits. */
    DropInvestigationStatus awaitStatus(String name, Duration patience, Predicate<DropInvestigationStatus> fits) {
        return Objects.requireNonNull(await("status of " + name)
                .atMost(patience)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> status(name), status -> status != null && fits.test(status)));
    }

    /** The status of an investigation that has ended. */
    DropInvestigationStatus awaitEnd(String name, Duration patience) {
        return awaitStatus(name, patience, status -> status.completionTime() != null);
    }

    private @Nullable DropInvestigationStatus status(String name) {
        DropInvestigation investigation =
                client.resources(DropInvestigation.class).withName(name).get();
        return investigation == null ? null : investigation.getStatus();
    }

    static String condition(DropInvestigationStatus status, String type) {
        return status.conditions().stream()
                .filter(condition -> condition.type().equals(type))
                .map(Condition::status)
                .findFirst()
                .orElse("absent");
    }

    /** The agents' pods that run. */
    List<Pod> agents() {
        return client.pods().inNamespace(AGENT_NAMESPACE).list().getItems();
    }

    void delete(String name) {
        client.resources(DropInvestigation.class).withName(name).delete();
    }
}
