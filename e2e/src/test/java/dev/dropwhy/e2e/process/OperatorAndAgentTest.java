package dev.dropwhy.e2e.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dropwhy.api.Cause;
import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.DropInvestigationStatus;
import dev.dropwhy.api.NodeDropReport;
import dev.dropwhy.api.NodeSummary;
import dev.dropwhy.api.Severity;
import dev.dropwhy.api.Speaker;
import dev.dropwhy.api.Totals;
import dev.dropwhy.api.Verdict;
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
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From {@code kubectl apply -f examples/uplink.yaml} to the verdict, and back to nothing. */
class OperatorAndAgentTest {

    private static final String AGENTS = "dropwhy-agents";
    private static final String NODE = "node-1";
    private static final Path VALUES = Path.of("src/test/resources/golden/defaults.values.yaml");

    @Test
    void anAppliedExampleIsAnsweredAndLeavesNothing(@TempDir Path folder) throws IOException, InterruptedException {
        Optional<ControlPlaneBinaries> binaries = ControlPlaneBinaries.find(System.getenv());
        assumeTrue(binaries.isPresent(), ControlPlaneBinaries.MISSING);
        assumeTrue(
                binaries.orElseThrow().controllerManager().isPresent(),
                "No kube-controller-manager in KUBEBUILDER_ASSETS: nothing would collect the garbage.");
        assumeTrue(isRoot(), "Not root: network namespaces cannot be made.");

        try (ApiServer server = ApiServer.start(binaries.orElseThrow(), "--allow-privileged=true");
                KubernetesClient client = server.client();
                Network network = new Network()) {
            List<HasMetadata> release = install(server, client);
            server.startControllerManager("garbage-collector-controller");
            Namespace host = network.namespace("node");
            Namespace rack = network.namespace("switch");
            network.connect(rack, "port7", host, "uplink0");
            network.own(Relay.into(host, server.port()));
            try (JavaProcess operator = startOperator(folder, server, client, release);
                    PlayedNode node = new PlayedNode(NODE, server, client, host, folder);
                    Talk _ = Talk.start(rack)) {
                node.join();
                DropInvestigation applied = apply(client);

                DaemonSet agents = await("the agents' DaemonSet")
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> daemonSets(client).stream().findFirst(), Optional::isPresent)
                        .orElseThrow();
                node.run(agents);
                DropInvestigationStatus status = awaitEnd(client, applied, operator, node);

                assertAnswer(status);
                assertThat(statusWrites(server)).as("writes by the agent").isEqualTo(2);

                client.resource(applied).delete();
                assertNothingIsLeft(client, node, host);
                assertThat(operator.terminate()).as("exit code of the operator").isIn(0, 143);
            }
        }
    }

    private static void assertAnswer(DropInvestigationStatus status) {
        assertThat(status.conditions()).anySatisfy(condition -> {
            assertThat(condition.type()).isEqualTo("Succeeded");
            assertThat(condition.status()).isEqualTo("True");
        });
        NodeSummary nodes = Objects.requireNonNull(status.nodes());
        assertThat(nodes.reported()).isEqualTo(1);
        assertThat(nodes.failed()).isZero();
        Totals totals = Objects.requireNonNull(status.totals());
        assertThat(totals.dropped()).isGreaterThan(50);
        assertThat(totals.unexplained()).isZero();
        assertThat(status.verdicts()).hasSize(1);
        Verdict verdict = status.verdicts().getFirst();
        assertThat(verdict.cause()).isEqualTo(Cause.UnhandledLinkProtocol);
        assertThat(verdict.protocol()).isEqualTo("Lldp");
        assertThat(verdict.severity()).isEqualTo(Severity.Benign);
        assertThat(verdict.count()).isEqualTo(totals.dropped());
        Speaker speaker = Objects.requireNonNull(verdict.speaker());
        assertThat(speaker.systemName()).isEqualTo("rack12-tor-a");
        assertThat(speaker.portId()).isEqualTo("Ethernet7");
        assertThat(verdict.sampleNodes()).containsExactly(NODE);
    }

    private static void assertNothingIsLeft(KubernetesClient client, PlayedNode node, Namespace host)
            throws IOException, InterruptedException {
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
            assertThat(daemonSets(client)).isEmpty();
            assertThat(client.pods().inNamespace(AGENTS).list().getItems()).isEmpty();
        });
        assertThat(Command.run(List.of("ip", "netns", "pids", host.name())))
                .as("processes on the node")
                .isBlank();
    }

    private static DropInvestigation apply(KubernetesClient client) throws IOException {
        String yaml = Files.readString(Chart.REPOSITORY.resolve("examples/uplink.yaml"));
        return client.resource(Serialization.unmarshal(yaml, DropInvestigation.class))
                .create();
    }

    private static DropInvestigationStatus awaitEnd(
            KubernetesClient client, DropInvestigation applied, JavaProcess operator, PlayedNode node)
            throws IOException {
        try {
            return Objects.requireNonNull(await("the verdict")
                    .atMost(Duration.ofSeconds(150))
                    .pollInterval(Duration.ofMillis(500))
                    .until(
                            () -> client.resource(applied).get().getStatus(),
                            status -> status != null && status.completionTime() != null));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "no verdict; the agent says:\n" + node.agentOutput() + "\nthe operator says:\n" + operator.output(),
                    e);
        }
    }

    private static List<DaemonSet> daemonSets(KubernetesClient client) {
        return client.apps().daemonSets().inNamespace(AGENTS).list().getItems();
    }

    private static long statusWrites(ApiServer server) {
        return server.audit().stream()
                .filter(line -> line.contains("\"subresource\":\"status\"")
                        && line.contains("system:serviceaccount:" + AGENTS)
                        && line.contains("\"code\":200"))
                .count();
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
        environment.put("KUBECONFIG", server.kubeconfig("operator", token).toString());
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
