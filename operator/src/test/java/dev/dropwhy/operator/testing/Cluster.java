package dev.dropwhy.operator.testing;

import dev.dropwhy.api.Condition;
import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.DropInvestigationSpec;
import dev.dropwhy.api.NodeDropReport;
import dev.dropwhy.api.NodeSummary;
import dev.dropwhy.operator.OperatorSettings;
import dev.dropwhy.operator.agents.AgentSettings;
import dev.dropwhy.testkit.ApiServer;
import dev.dropwhy.testkit.ControlPlaneBinaries;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.NodeStatusBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** The cluster that a test works on, seen by its administrator. */
public final class Cluster implements AutoCloseable {

    public static final String SYSTEM = "dropwhy-system";
    public static final String AGENTS = "dropwhy-agents";

    /** Longer than anything takes that goes well. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The tests are one client and no fleet: nothing here measures fairness. */
    private static final String[] SERVER_OPTIONS = {
        "--allow-privileged=true",
        "--enable-priority-and-fairness=false",
        "--max-requests-inflight=0",
        "--max-mutating-requests-inflight=0"
    };

    private final ApiServer server;
    private final KubernetesClient admin;

    private Cluster(ApiServer server) {
        this.server = server;
        admin = client();
        for (String namespace : List.of(SYSTEM, AGENTS)) {
            admin.resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(namespace)
                            .endMetadata()
                            .build())
                    .create();
        }
    }

    /** Starts an API server with the CustomResourceDefinitions. The one who starts it closes it, by {@link #close()}. */
    public static Cluster start(ControlPlaneBinaries binaries) {
        ApiServer server = ApiServer.start(binaries, SERVER_OPTIONS);
        server.installCrds();
        return new Cluster(server);
    }

    /** A new client of the administrator, which repeats requests as a client does by default. */
    public KubernetesClient client(Interceptor... interceptors) {
        return client(server.admin(), interceptors);
    }

    /** A new client of whoever a token stands for. */
    public KubernetesClient client(String token, Interceptor... interceptors) {
        return client(server.config(token), interceptors);
    }

    private static KubernetesClient client(Config config, Interceptor... interceptors) {
        return ApiServer.client(
                new ConfigBuilder(config)
                        .withRequestRetryBackoffLimit(Config.DEFAULT_REQUEST_RETRY_BACKOFFLIMIT)
                        .build(),
                interceptors);
    }

    public ApiServer server() {
        return server;
    }

    public KubernetesClient admin() {
        return admin;
    }

    /** Settings that suit a test: three investigations at once, and little patience with agents that do not come. */
    public static OperatorSettings settings(Duration grace) {
        return new OperatorSettings(SYSTEM, "test", false, 3, grace, 0, agentSettings());
    }

    /** How agents would be run. */
    public static AgentSettings agentSettings() {
        return new AgentSettings(
                AGENTS,
                "dropwhy-agent",
                "localhost/dropwhy/agent:0.1.0",
                "Never",
                List.of(),
                List.of(new TolerationBuilder().withOperator("Exists").build()),
                new ResourceRequirementsBuilder().build(),
                "",
                List.of("BPF", "PERFMON", "NET_ADMIN", "NET_RAW", "SYSLOG"),
                "RuntimeDefault",
                false);
    }

    /** Creates ready Linux nodes. */
    public void nodes(String... names) {
        for (String name : names) {
            node(new NodeBuilder()
                    .withMetadata(new ObjectMetaBuilder()
                            .withName(name)
                            .addToLabels("kubernetes.io/os", "linux")
                            .addToLabels("kubernetes.io/hostname", name)
                            .build())
                    .build());
        }
    }

    /** Creates a node and reports it ready. */
    public void node(Node node) {
        Node created = admin.resource(node).create();
        created.setStatus(new NodeStatusBuilder()
                .withConditions(new NodeConditionBuilder()
                        .withType("Ready")
                        .withStatus("True")
                        .withReason("Test")
                        .withMessage("ready")
                        .withLastHeartbeatTime(Instant.EPOCH.toString())
                        .withLastTransitionTime(Instant.EPOCH.toString())
                        .build())
                .build());
        admin.resource(created).patchStatus();
    }

    /** Creates an investigation. */
    public DropInvestigation investigate(String name, DropInvestigationSpec spec) {
        var investigation = new DropInvestigation();
        investigation.setMetadata(new ObjectMetaBuilder().withName(name).build());
        investigation.setSpec(spec);
        return admin.resource(investigation).create();
    }

    public DropInvestigation investigation(String name) {
        return admin.resources(DropInvestigation.class).withName(name).get();
    }

    /** Waits until an investigation is as wanted, and returns it. */
    public DropInvestigation await(String name, Predicate<DropInvestigation> wanted) {
        return Awaitility.await("DropInvestigation " + name)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> investigation(name), known -> known != null && wanted.test(known));
    }

    /** Waits until an investigation has ended. */
    public DropInvestigation awaitEnd(String name) {
        return await(
                name, known -> known.getStatus() != null && known.getStatus().completionTime() != null);
    }

    public List<NodeDropReport> reports() {
        return admin.resources(NodeDropReport.class).inNamespace(AGENTS).list().getItems();
    }

    public List<DaemonSet> agents() {
        return admin.apps().daemonSets().inNamespace(AGENTS).list().getItems();
    }

    public List<Event> events(String investigation) {
        return admin.v1().events().inNamespace("default").list().getItems().stream()
                .filter(event -> event.getInvolvedObject().getName().equals(investigation))
                .toList();
    }

    /** The condition of a type, which must be there. */
    public static Condition condition(DropInvestigation investigation, String type) {
        return investigation.getStatus().conditions().stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no condition " + type + " in " + investigation.getStatus()));
    }

    /** How many nodes took part, which the status must say. */
    public static NodeSummary nodesOf(DropInvestigation investigation) {
        return Objects.requireNonNull(investigation.getStatus().nodes(), "status.nodes");
    }

    public void clean() {
        admin.resources(DropInvestigation.class).delete();
        admin.resources(NodeDropReport.class).inNamespace(AGENTS).delete();
        admin.apps().daemonSets().inNamespace(AGENTS).delete();
        admin.pods().inNamespace(AGENTS).withGracePeriod(0).delete();
        admin.nodes().delete();
        admin.v1().events().inNamespace("default").delete();
        admin.leases().inNamespace(SYSTEM).delete();
        Awaitility.await("an empty cluster")
                .atMost(PATIENCE)
                .until(() -> reports().isEmpty()
                        && agents().isEmpty()
                        && admin.nodes().list().getItems().isEmpty()
                        && admin.resources(DropInvestigation.class)
                                .list()
                                .getItems()
                                .isEmpty());
    }

    @Override
    public void close() {
        admin.close();
        server.close();
    }
}
