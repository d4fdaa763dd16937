package dev.dropwhy.operator.installation;

import dev.dropwhy.api.Condition;
import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.DropInvestigationSpec;
import dev.dropwhy.api.DropInvestigationStatus;
import dev.dropwhy.api.NodeSelection;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@code helm test} runs: asks about its own node for five seconds, as a user would, and tells the answer. Exit codes:
 * 0 the investigation succeeded, 1 it did not, or had not ended after two minutes.
 */
public final class InstallationCheck {

    private static final Logger LOG = LoggerFactory.getLogger(InstallationCheck.class);
    private static final int WINDOW_SECONDS = 5;
    private static final int TIME_TO_LIVE_SECONDS = 300;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(500);

    private InstallationCheck() {}

    public static void main(String[] arguments) throws InterruptedException {
        String node = System.getenv("NODE_NAME");
        if (node == null) {
            LOG.error("NODE_NAME is not set: the chart sets it to the node of this pod.");
            System.exit(1);
        }
        boolean succeeded;
        try (KubernetesClient client = new KubernetesClientBuilder().build()) {
            DropInvestigation asked = client.resource(question(node)).create();
            try {
                succeeded = tell(answer(client, asked));
            } finally {
                client.resource(asked).delete();
            }
        }
        System.exit(succeeded ? 0 : 1);
    }

    private static DropInvestigation question(String node) {
        DropInvestigation investigation = new DropInvestigation();
        investigation.setMetadata(
                new ObjectMetaBuilder().withGenerateName("helm-test-").build());
        investigation.setSpec(new DropInvestigationSpec(
                new NodeSelection(List.of(node), null, null),
                null,
                WINDOW_SECONDS,
                null,
                null,
                List.of(),
                TIME_TO_LIVE_SECONDS,
                null));
        return investigation;
    }

    private static @Nullable DropInvestigationStatus answer(KubernetesClient client, DropInvestigation asked)
            throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        DropInvestigationStatus status;
        do {
            Thread.sleep(POLL);
            DropInvestigation now = client.resource(asked).get();
            status = now == null ? null : now.getStatus();
        } while ((status == null || status.completionTime() == null) && System.nanoTime() < deadline);
        return status;
    }

    private static boolean tell(@Nullable DropInvestigationStatus status) {
        if (status == null) {
            LOG.error("The investigation has no status after {}: does the operator run?", PATIENCE);
            return false;
        }
        for (Condition condition : status.conditions()) {
            LOG.info("{} {} {}: {}", condition.type(), condition.status(), condition.reason(), condition.message());
        }
        LOG.info("Answer: {}", status.headline());
        return status.conditions().stream()
                .anyMatch(condition -> condition.type().equals("Succeeded")
                        && condition.status().equals("True"));
    }
}
