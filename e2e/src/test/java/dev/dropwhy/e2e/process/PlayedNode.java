package dev.dropwhy.e2e.process;

import dev.dropwhy.lab.network.Namespace;
import dev.dropwhy.testkit.ApiServer;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A node of which the test plays the kubelet and the DaemonSet controller: it makes the pod of a DaemonSet, runs its
 * command as a process in the node's network namespace with a token that names pod and node, and ends it when the pod
 * goes.
 */
final class PlayedNode implements AutoCloseable {

    private static final String NODE_VARIABLE = "NODE_NAME";

    private final String name;
    private final ApiServer server;
    private final KubernetesClient client;
    private final Namespace network;
    private final Path folder;
    private @Nullable Pod pod;
    private @Nullable JavaProcess agent;

    PlayedNode(String name, ApiServer server, KubernetesClient client, Namespace network, Path folder) {
        this.name = name;
        this.server = server;
        this.client = client;
        this.network = network;
        this.folder = folder;
    }

    /** Joins the cluster, ready. */
    void join() {
        client.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .addToLabels("kubernetes.io/os", "linux")
                        .endMetadata()
                        .build())
                .create();
        String now = Instant.now().toString();
        client.nodes()
                .withName(name)
                .editStatus(node -> new NodeBuilder(node)
                        .editOrNewStatus()
                        .addNewCondition()
                        .withType("Ready")
                        .withStatus("True")
                        .withReason("KubeletReady")
                        .withMessage("played by a test")
                        .withLastHeartbeatTime(now)
                        .withLastTransitionTime(now)
                        .endCondition()
                        .endStatus()
                        .build());
    }

    /** Runs the agent of a DaemonSet. */
    void run(DaemonSet set) throws IOException {
        Pod created = client.resource(podOf(set)).create();
        pod = created;
        Container container = created.getSpec().getContainers().getFirst();
        List<String> arguments = container.getArgs().stream()
                .map(argument -> argument.replace("$(" + NODE_VARIABLE + ")", name))
                .toList();
        Map<String, String> environment = new HashMap<>(server.podEnvironment("agent", token(created)));
        environment.put(NODE_VARIABLE, name);
        agent = JavaProcess.start(folder, "dev.dropwhy.agent.cli.Main", arguments, environment, network::command);
    }

    private Pod podOf(DaemonSet set) {
        return new PodBuilder()
                .withMetadata(set.getSpec().getTemplate().getMetadata())
                .editMetadata()
                .withName(set.getMetadata().getName() + "-" + name)
                .withNamespace(set.getMetadata().getNamespace())
                .addNewOwnerReference()
                .withApiVersion("apps/v1")
                .withKind("DaemonSet")
                .withName(set.getMetadata().getName())
                .withUid(set.getMetadata().getUid())
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .withSpec(set.getSpec().getTemplate().getSpec())
                .editSpec()
                .withNodeName(name)
                .withAutomountServiceAccountToken(false)
                .endSpec()
                .build();
    }

    /** As the kubelet asks for a projected token: bound to the pod, so that it names the pod's node. */
    private String token(Pod of) {
        return client.serviceAccounts()
                .inNamespace(of.getMetadata().getNamespace())
                .withName(of.getSpec().getServiceAccountName())
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(3600L)
                        .withNewBoundObjectRef()
                        .withApiVersion("v1")
                        .withKind("Pod")
                        .withName(of.getMetadata().getName())
                        .withUid(of.getMetadata().getUid())
                        .endBoundObjectRef()
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
    }

    /**
     * Ends the agent where its pod is to go, and says that it is gone.
     *
     * @return the exit code; empty while the pod is to stay
     */
    OptionalInt endWithPod() throws InterruptedException {
        Pod known = Objects.requireNonNull(pod);
        Pod now = client.resource(known).get();
        if (now != null && now.getMetadata().getDeletionTimestamp() == null) {
            return OptionalInt.empty();
        }
        int code = Objects.requireNonNull(agent).terminate();
        client.resource(known).withGracePeriod(0).delete();
        return OptionalInt.of(code);
    }

    /** What the agent printed. */
    String agentOutput() throws IOException {
        return agent == null ? "" : agent.output();
    }

    @Override
    public void close() {
        if (agent != null) {
            agent.close();
        }
    }
}
