package dev.dropwhy.operator.installation;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the agents of investigations that still ran when the operator was uninstalled: nobody else would stop them. The
 * investigations and their reports are kept. Exit codes: 0 removed, 1 could not (the exception says why).
 */
public final class AgentRemoval {

    private static final Logger LOG = LoggerFactory.getLogger(AgentRemoval.class);

    private AgentRemoval() {}

    public static void main(String[] arguments) {
        String namespace = System.getenv().getOrDefault("DROPWHY_AGENT_NAMESPACE", "dropwhy-agents");
        try (KubernetesClient client = new KubernetesClientBuilder().build()) {
            for (DaemonSet agents : client.apps()
                    .daemonSets()
                    .inNamespace(namespace)
                    .withLabel("app.kubernetes.io/managed-by", "dropwhy-operator")
                    .list()
                    .getItems()) {
                client.resource(agents)
                        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                        .delete();
                LOG.info("Removed the agents of {}", agents.getMetadata().getName());
            }
        }
    }
}
