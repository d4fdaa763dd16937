package dev.dropwhy.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.DropInvestigationStatus;
import dev.dropwhy.operator.testing.Cluster;
import dev.dropwhy.operator.testing.RunningOperator;
import dev.dropwhy.operator.testing.SimulatedAgents;
import dev.dropwhy.operator.testing.WithApiServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Sequences of states that a person might declare, valid and not, as Acto (SOSP '23) generates them: each reaches what it
 * declares, or the API server or a condition says why not. Failures print the seed and the sequence.
 */
@WithApiServer
class GeneratedSpecsTest {

    private static final int SEQUENCES = 12;
    private static final int STEPS = 4;

    /** Most of the time goes by in windows of seconds. */
    private static final int AT_ONCE = 3;

    private static final Map<String, List<String>> VALUES = new TreeMap<>(Map.of(
            "durationSeconds", List.of("5", "60", "4", "-1", "\"x\"", "3601", "null"),
            "events", List.of("\"Auto\"", "\"Tracefs\"", "\"\"", "7"),
            "nodes",
                    List.of(
                            "{}",
                            "{\"names\": [\"a\"]}",
                            "{\"names\": [\"gone\"]}",
                            "{\"maximum\": 1}",
                            "{\"names\": [\"\"]}",
                            "{\"selector\": {\"matchLabels\": {\"rack\": \"1\"}}}",
                            "{\"selector\": {\"matchLabels\": {\"rack\": \"none\"}}}"),
            "interfaces", List.of("{}", "{\"include\": [\"eth*\"]}", "{\"exclude\": [\"\"]}"),
            "frames", List.of("{\"samplesPerGroup\": 0}", "{\"bytesPerFrame\": 257}"),
            "expectations", List.of("[]", "[{\"cause\": \"NoRoute\"}]", "[{}]"),
            "suspend", List.of("true", "false", "1"),
            "ttlSecondsAfterFinished", List.of("86400", "-5", "31536001")));

    private final Cluster cluster;

    GeneratedSpecsTest(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void everyDeclaredStateIsReachedOrExplained() throws Exception {
        long seed = Long.getLong("seed", new Random().nextLong());
        cluster.nodes("a", "b");
        try (var _ = new RunningOperator(cluster.client(), Cluster.settings(Duration.ofSeconds(10)));
                var _ = new SimulatedAgents(cluster.admin(), SimulatedAgents::quiet);
                ExecutorService sideBySide = Executors.newFixedThreadPool(AT_ONCE)) {
            var runs = new ArrayList<Future<?>>();
            for (int i = 0; i < SEQUENCES; i++) {
                String name = "generated-" + i;
                var random = new Random(seed + i);
                String origin = "-Dseed=" + seed + ", sequence " + i;
                runs.add(sideBySide.submit(() -> run(name, random, origin)));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        }
    }

    private void run(String name, Random random, String origin) {
        var states = new ArrayList<String>();
        for (int step = 0; step < STEPS; step++) {
            String spec = spec(random, step);
            states.add(spec);
            String refusal = declare(name, spec);
            if (refusal != null) {
                assertThat(refusal).as("%s: %s", origin, states).containsAnyOf("spec.", "is immutable");
            } else {
                assertSettled(name, origin + ": " + states);
            }
        }
        cluster.admin().resources(DropInvestigation.class).withName(name).delete();
    }

    /** A first state of up to three fields; later ones mostly change what may be changed. */
    private static String spec(Random random, int step) {
        var fields = new TreeMap<String, String>();
        List<String> names = step > 0 && random.nextInt(3) > 0
                ? List.of("suspend", "ttlSecondsAfterFinished")
                : List.copyOf(VALUES.keySet());
        for (int i = random.nextInt(3); i >= 0; i--) {
            String name = names.get(random.nextInt(names.size()));
            List<String> values = VALUES.get(name);
            fields.put(name, values == null ? "null" : values.get(random.nextInt(values.size())));
        }
        return fields.entrySet().stream()
                .map(field -> "\"" + field.getKey() + "\": " + field.getValue())
                .reduce((before, field) -> before + ", " + field)
                .map(all -> "{" + all + "}")
                .orElse("{}");
    }

    /** Applies a state as {@code kubectl apply} does; returns the refusal, or null. */
    private @Nullable String declare(String name, String spec) {
        GenericKubernetesResource resource = cluster.admin()
                .getKubernetesSerialization()
                .unmarshal("""
                        {"apiVersion": "dropwhy.dev/v1alpha1", "kind": "DropInvestigation",
                         "metadata": {"name": "%s"}, "spec": %s}
                        """.formatted(name, spec), GenericKubernetesResource.class);
        try {
            cluster.admin().resource(resource).forceConflicts().serverSideApply();
            return null;
        } catch (KubernetesClientException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void assertSettled(String name, String origin) {
        DropInvestigation settled = cluster.await(name, GeneratedSpecsTest::isSettled);
        DropInvestigationStatus status = settled.getStatus();
        if (status.completionTime() == null) {
            assertThat(settled.getSpec().suspend()).as(origin).isTrue();
        } else {
            assertThat(Cluster.condition(settled, "Succeeded").status())
                    .as(origin)
                    .isIn("True", "False");
        }
        assertThat(Cluster.condition(settled, "Succeeded").message()).as(origin).isNotBlank();
        assertThat(status.observedGeneration())
                .as(origin)
                .isLessThanOrEqualTo(settled.getMetadata().getGeneration());
    }

    /** Ended, or held as declared. */
    private static boolean isSettled(DropInvestigation known) {
        DropInvestigationStatus status = known.getStatus();
        if (status == null) {
            return false;
        }
        boolean held = Boolean.TRUE.equals(known.getSpec().suspend())
                && status.startTime() == null
                && Cluster.condition(known, "Succeeded").reason().equals("Suspended");
        return status.completionTime() != null || held;
    }
}
