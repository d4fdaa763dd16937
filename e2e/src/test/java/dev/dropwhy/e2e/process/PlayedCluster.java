package dev.dropwhy.e2e.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.NodeDropReport;
import dev.dropwhy.e2e.chart.Chart;
import dev.dropwhy.lab.network.Command;
import dev.dropwhy.lab.network.Namespace;
import dev.dropwhy.lab.network.Network;
import dev.dropwhy.lab.traffic.Mac;
import dev.dropwhy.lab.traffic.RawSender;
import dev.dropwhy.lab.traffic.SwitchFrames;
import dev.dropwhy.testkit.ApiServer;
import dev.dropwhy.testkit.ControlPlaneBinaries;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A real API server and garbage collector, the installed chart, the real operator as a process, one played node in a
 * network namespace, and a switch that talks to it.
 */
final class PlayedCluster implements AutoCloseable {

    static final String AGENTS = "dropwhy-agents";
    static final String NODE = "node-1";

    private static final Path VALUES = Path.of("src/test/resources/golden/defaults.values.yaml");

    private final ApiServer server;
    private final KubernetesClient client;
    private final Network network = new Network();
    private final Namespace host;
    private final JavaProcess operator;
    private final PlayedNode node;
    private final Talk talk;

    private PlayedCluster(ApiServer server, Path folder) throws IOException, InterruptedException {
        this.server = server;
        client = server.client();
        List<HasMetadata> release = install(server, client);
        server.startControllerManager("garbage-collector-controller");
        host = network.namespace("node");
        Namespace rack = network.namespace("switch");
        network.connect(rack, "port7", host, "uplink0");
        network.own(Relay.into(host, server.port()));
        operator = startOperator(folder, server, client, release);
        node = new PlayedNode(NODE, server, client, host, folder);
        talk = Talk.start(rack);
        node.join();
    }

    /**
     * Starts everything, or skips the test where this machine cannot.
     *
     * @param folder for logs and files of the processes
     */
    static PlayedCluster start(Path folder) throws IOException, InterruptedException {
        Optional<ControlPlaneBinaries> binaries = ControlPlaneBinaries.find(System.getenv());
        assumeTrue(binaries.isPresent(), ControlPlaneBinaries.MISSING);
        assumeTrue(
                binaries.orElseThrow().controllerManager().isPresent(),
                "No kube-controller-manager in KUBEBUILDER_ASSETS: nothing would collect the garbage.");
        assumeTrue(isRoot(), "Not root: network namespaces cannot be made.");
        ApiServer server = ApiServer.start(binaries.orElseThrow(), "--allow-privileged=true");
        try {
            return new PlayedCluster(server, folder);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    ApiServer server() {
        return server;
    }

    KubernetesClient client() {
        return client;
    }

    /** Where the node's agent runs. */
    Namespace host() {
        return host;
    }

    JavaProcess operator() {
        return operator;
    }

    PlayedNode node() {
        return node;
    }

    /** Waits for the DaemonSet of an investigation and runs its pod on the node. */
    void runAgent() throws IOException {
        node.run(await("the agents' DaemonSet")
                .atMost(Duration.ofSeconds(60))
                .until(() -> daemonSets().stream().findFirst(), Optional::isPresent)
                .orElseThrow());
    }

    List<DaemonSet> daemonSets() {
        return client.apps().daemonSets().inNamespace(AGENTS).list().getItems();
    }

    /** After an investigation was deleted: the agent ends, and neither objects nor processes stay. */
    void assertNothingIsLeft() throws IOException, InterruptedException {
        int exitCode = await("the end of the agent")
                .atMost(Duration.ofSeconds(90))
                .until(node::endWithPod, OptionalInt::isPresent)
                .getAsInt();
        assertThat(exitCode).isZero();
        await("an empty cluster").atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(client.resources(DropInvestigation.class).list().getItems())
                    .isEmpty();
            assertThat(client.resources(NodeDropReport.class)
                            .inAnyNamespace()
                            .list()
                            .getItems())
                    .isEmpty();
            assertThat(daemonSets()).isEmpty();
            assertThat(client.pods().inNamespace(AGENTS).list().getItems()).isEmpty();
        });
        assertThat(Command.run(List.of("ip", "netns", "pids", host.name())))
                .as("processes on the node")
                .isBlank();
    }

    @Override
    public void close() throws IOException {
        try (server;
                client;
                network;
                operator;
                node;
                talk) {
            // closed in reverse order, each even where another fails
        }
    }

    /** Everything of the chart; its Deployment too, which nothing here runs but this test. */
    private static List<HasMetadata> install(ApiServer server, KubernetesClient client) {
        server.installCrds();
        List<HasMetadata> release = new ArrayList<>();
        for (String document : Pattern.compile("^---$", Pattern.MULTILINE).split(Chart.render(VALUES), -1)) {
            if (document.contains("kind:") && !document.contains("kind: CustomResourceDefinition")) {
                release.add(client.resource(document).item());
            }
        }
        ensureNamespace(client, Chart.NAMESPACE);
        ensureNamespace(client, AGENTS);
        for (HasMetadata object : release) {
            client.resource(object).serverSideApply();
        }
        return release;
    }

    private static void ensureNamespace(KubernetesClient client, String name) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .serverSideApply();
    }

    /** The operator's container, as the chart describes it, with the token of its service account. */
    private static JavaProcess startOperator(
            Path folder, ApiServer server, KubernetesClient client, List<HasMetadata> release) throws IOException {
        Deployment deployment = release.stream()
                .filter(Deployment.class::isInstance)
                .map(Deployment.class::cast)
                .findFirst()
                .orElseThrow();
        var pod = deployment.getSpec().getTemplate().getSpec();
        Map<String, String> environment = new HashMap<>();
        for (EnvVar variable : pod.getContainers().getFirst().getEnv()) {
            if (variable.getValue() != null) {
                environment.put(variable.getName(), variable.getValue());
            }
        }
        environment.put("POD_NAME", "operator-of-this-test");
        environment.put("DROPWHY_HTTP_PORT", "0");
        String token = client.serviceAccounts()
                .inNamespace(Chart.NAMESPACE)
                .withName(pod.getServiceAccountName())
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(3600L)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
        environment.putAll(server.podEnvironment("operator", token));
        return JavaProcess.start(
                folder, "dev.dropwhy.operator.OperatorMain", List.of(), environment, UnaryOperator.identity());
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** A switch that says LLDP twice a second. */
    private record Talk(RawSender sender, Thread thread) implements AutoCloseable {

        static Talk start(Namespace rack) throws IOException, InterruptedException {
            RawSender sender = RawSender.open(rack, "port7");
            byte[] frame = new SwitchFrames(new Mac("02:00:5e:10:00:07"), "rack12-tor-a", "Ethernet7").lldp();
            Thread thread = Thread.ofPlatform().daemon().name("switch").start(() -> {
                try {
                    sender.repeat(frame, Integer.MAX_VALUE, Duration.ofMillis(500));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            return new Talk(sender, thread);
        }

        @Override
        public void close() throws IOException {
            thread.interrupt();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            sender.close();
        }
    }
}
