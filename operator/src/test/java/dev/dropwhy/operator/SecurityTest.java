package dev.dropwhy.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.InvestigationSummary;
import dev.dropwhy.api.NodeDropReport;
import dev.dropwhy.operator.agents.AgentDaemonSet;
import dev.dropwhy.operator.agents.AgentSettings;
import dev.dropwhy.operator.reports.ReportWriter;
import dev.dropwhy.operator.testing.Cluster;
import dev.dropwhy.operator.testing.RunningOperator;
import dev.dropwhy.operator.testing.SimulatedAgents;
import dev.dropwhy.operator.testing.Specs;
import dev.dropwhy.operator.testing.Tokens;
import dev.dropwhy.operator.testing.WithApiServer;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.HostPathVolumeSource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Operator and agents with the rights that the chart gives them, and under the admission policies. */
@WithApiServer
class SecurityTest {

    private static final Path CHART = Path.of("../helm/dropwhy");
    private static final Set<String> RIGHTS = Set.of(
            "ServiceAccount",
            "Role",
            "RoleBinding",
            "ClusterRole",
            "ClusterRoleBinding",
            "ValidatingAdmissionPolicy",
            "ValidatingAdmissionPolicyBinding");

    private final Cluster cluster;
    private final Tokens tokens;
    private final List<HasMetadata> installed = new ArrayList<>();

    SecurityTest(Cluster cluster) {
        this.cluster = cluster;
        this.tokens = new Tokens(cluster.admin());
    }

    @BeforeEach
    void install() throws IOException {
        String chart = new Helm(CHART)
                .template()
                .withName("dropwhy")
                .withNamespace(Cluster.SYSTEM)
                .withKubeVersion("1.34.2")
                .set("image.tag", "0.1.0")
                .call();
        load(chart).stream().filter(object -> RIGHTS.contains(object.getKind())).forEach(this::create);
        awaitPolicies();
    }

    @AfterEach
    void uninstall() {
        installed.forEach(object -> cluster.admin().resource(object).delete());
    }

    @Test
    void theOperatorAndItsAgentsNeedNoMoreThanTheChartGivesThem() {
        cluster.nodes("a", "b");
        try (var _ = new RunningOperator(
                cluster.client(tokens.of(Cluster.SYSTEM, "dropwhy-operator")),
                new OperatorSettings(
                        Cluster.SYSTEM, "one", true, 3, Duration.ofSeconds(1), 0, Cluster.agentSettings()))) {
            cluster.investigate("rights", Specs.seconds(60));
            Awaitility.await()
                    .atMost(Cluster.PATIENCE)
                    .until(() ->
                            cluster.reports().size() == 2 && cluster.agents().size() == 1);
            for (NodeDropReport report : cluster.reports()) {
                try (KubernetesClient agent = agentOn(report.getSpec().nodeName())) {
                    SimulatedAgents.write(agent, report, SimulatedAgents.accepted(report));
                    SimulatedAgents.write(agent, report, SimulatedAgents.spanningTree(report));
                }
            }
            DropInvestigation ended = cluster.awaitEnd("rights");

            assertThat(ended.getStatus().summary())
                    .isEqualTo(new InvestigationSummary("Benign", "UnhandledLinkProtocol/Stp", "2/2", "100%"));
            Awaitility.await("both Events")
                    .atMost(Cluster.PATIENCE)
                    .until(() -> cluster.events("rights").size() == 2);
            Awaitility.await()
                    .atMost(Cluster.PATIENCE)
                    .until(() -> cluster.agents().isEmpty());
        }
    }

    @Test
    void anAgentMayNotWriteTheReportOfAnotherNode() {
        cluster.nodes("a", "b");
        NodeDropReport other = report("b");
        try (KubernetesClient agent = agentOn("a")) {
            assertRefused(
                    () -> SimulatedAgents.write(agent, other, SimulatedAgents.quiet(other)),
                    "The agent of node a must not write the report of node b.");
        }
    }

    @Test
    void aTokenThatNamesNoNodeMayWriteNoReport() {
        cluster.nodes("a");
        NodeDropReport report = report("a");
        try (KubernetesClient agent = cluster.client(tokens.of(Cluster.AGENTS, "dropwhy-agent"))) {
            assertRefused(
                    () -> SimulatedAgents.write(agent, report, SimulatedAgents.quiet(report)),
                    "The agent's token does not say on which node it runs.");
        }
    }

    @Test
    void anAgentMayReadItsReportButNeitherListNorCreateNorDelete() {
        cluster.nodes("a");
        NodeDropReport report = report("a");
        try (KubernetesClient agent = agentOn("a")) {
            assertThat(agent.resource(report).get()).isNotNull();
            assertRefused(
                    () -> agent.resources(NodeDropReport.class)
                            .inNamespace(Cluster.AGENTS)
                            .list(),
                    "cannot list");
            assertRefused(() -> agent.resource(report).delete(), "cannot delete");
            assertRefused(() -> agent.resource(report).create(), "cannot create");
            assertRefused(() -> agent.resource(report).update(), "cannot update");
            assertRefused(() -> agent.resources(DropInvestigation.class).list(), "cannot list");
            assertRefused(() -> agent.secrets().inNamespace(Cluster.AGENTS).list(), "cannot list");
        }
    }

    @Test
    void theOperatorMayNeitherReadSecretsNorWriteReportsNorRunPods() {
        cluster.nodes("a");
        NodeDropReport report = report("a");
        try (KubernetesClient operator = cluster.client(tokens.of(Cluster.SYSTEM, "dropwhy-operator"))) {
            assertRefused(() -> operator.secrets().inAnyNamespace().list(), "cannot list");
            assertRefused(() -> SimulatedAgents.write(operator, report, SimulatedAgents.quiet(report)), "cannot patch");
            assertRefused(
                    () -> operator.resource(Tokens.pod(Cluster.AGENTS, "evil", "dropwhy-agent", "a"))
                            .create(),
                    "cannot create");
        }
    }

    static Stream<Arguments> strangers() {
        return Stream.of(
                stranger(
                        "An agent runs the image",
                        pod -> pod.getContainers().getFirst().setImage("evil:1")),
                stranger("as the service account dropwhy-agent", pod -> pod.setServiceAccountName("default")),
                stranger(
                        "the image's own entry point",
                        pod -> pod.getContainers().getFirst().setCommand(List.of("/bin/sh"))),
                stranger(
                        "with the command \"agent\"",
                        pod -> pod.getContainers().getFirst().setArgs(List.of("demo"))),
                stranger("is not privileged", SecurityTest::privileged),
                stranger(
                        "adds none but BPF, PERFMON",
                        pod -> pod.getContainers()
                                .getFirst()
                                .getSecurityContext()
                                .getCapabilities()
                                .setAdd(List.of("SYS_ADMIN"))),
                stranger(
                        "drops all capabilities",
                        pod -> pod.getContainers()
                                .getFirst()
                                .getSecurityContext()
                                .getCapabilities()
                                .setDrop(List.of())),
                stranger(
                        "root file system is read-only",
                        pod -> pod.getContainers()
                                .getFirst()
                                .getSecurityContext()
                                .setReadOnlyRootFilesystem(false)),
                stranger("neither the host's processes", pod -> pod.setHostPID(true)),
                stranger(
                        "of the host only /sys/kernel/tracing",
                        pod -> pod.getVolumes()
                                .add(new VolumeBuilder()
                                        .withName("root")
                                        .withHostPath(new HostPathVolumeSource("/", "Directory"))
                                        .build())),
                stranger(
                        "has one container",
                        pod -> pod.getContainers()
                                .add(new ContainerBuilder(pod.getContainers().getFirst())
                                        .withName("second")
                                        .build())));
    }

    private static void privileged(PodSpec pod) {
        SecurityContext security = pod.getContainers().getFirst().getSecurityContext();
        security.setPrivileged(true);
        security.setAllowPrivilegeEscalation(null); // false beside it is no valid pod to begin with
    }

    private static Arguments stranger(String reason, Consumer<PodSpec> change) {
        return Arguments.of(reason, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("strangers")
    void aTakenOverOperatorCanRunNothingButTheAgent(String reason, Consumer<PodSpec> change) {
        DaemonSet evil = agents();
        change.accept(evil.getSpec().getTemplate().getSpec());
        try (KubernetesClient operator = cluster.client(tokens.of(Cluster.SYSTEM, "dropwhy-operator"))) {
            assertRefused(() -> operator.resource(evil).create(), reason);
            DaemonSet good = operator.resource(agents()).create();
            change.accept(good.getSpec().getTemplate().getSpec());
            assertRefused(() -> operator.resource(good).update(), reason);
        }
    }

    private DaemonSet agents() {
        AgentSettings settings = Cluster.agentSettings();
        var investigation = new DropInvestigation();
        investigation.setMetadata(new ObjectMetaBuilder()
                .withName("x")
                .withUid("0d6f4a4e-8f0a-4c5e-9a53-0a6c7a1d2b3c")
                .build());
        investigation.setSpec(Specs.seconds(60));
        return AgentDaemonSet.desired(investigation, settings);
    }

    /** A report as the operator would create it. */
    private NodeDropReport report(String node) {
        DropInvestigation investigation = cluster.investigate("one", Specs.suspended());
        NodeDropReport report = ReportWriter.desired(investigation, "2026-01-01T00:00:00Z", node, Cluster.AGENTS);
        return cluster.admin().resource(report).create();
    }

    private KubernetesClient agentOn(String node) {
        return cluster.client(tokens.ofPod(Cluster.AGENTS, "dropwhy-agent", node));
    }

    private static void assertRefused(ThrowingCallable request, String reason) {
        assertThatThrownBy(request)
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        refused -> assertThat(refused.getCode()).isEqualTo(403))
                .hasMessageContaining(reason);
    }

    private List<HasMetadata> load(String manifests) throws IOException {
        try (InputStream stream = new java.io.ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8))) {
            return cluster.admin().load(stream).items();
        }
    }

    private void create(HasMetadata object) {
        installed.add(cluster.admin().resource(object).create());
    }

    /** The API server compiles new policies in its own time: wait until the last one refuses. */
    private void awaitPolicies() {
        cluster.nodes("probe");
        DaemonSet evil = agents();
        evil.getSpec().getTemplate().getSpec().setHostPID(true);
        NodeDropReport report = report("probe");
        try (KubernetesClient agent = cluster.client(tokens.of(Cluster.AGENTS, "dropwhy-agent"))) {
            Awaitility.await("both policies")
                    .atMost(Cluster.PATIENCE)
                    .until(() -> isRefused(() -> SimulatedAgents.write(agent, report, SimulatedAgents.quiet(report)))
                            && isRefused(() ->
                                    cluster.admin().resource(evil).dryRun(true).create()));
        }
        cluster.clean();
    }

    private static boolean isRefused(Runnable request) {
        try {
            request.run();
            return false;
        } catch (KubernetesClientException e) {
            return String.valueOf(e.getMessage()).contains("ValidatingAdmissionPolicy");
        }
    }
}
