package dev.dropwhy.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dropwhy.agent.observer.StopSignal;
import dev.dropwhy.api.Condition;
import dev.dropwhy.api.InvestigationRef;
import dev.dropwhy.api.NodeDropReport;
import dev.dropwhy.api.NodeDropReportSpec;
import dev.dropwhy.api.NodeDropReportStatus;
import dev.dropwhy.testkit.ApiServer;
import dev.dropwhy.testkit.ControlPlaneBinaries;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class AgentLifeTest {

    private static final String NAMESPACE = "dropwhy-agents";

    /** A user with no rights but those that a test gives. */
    private static final String RESTRICTED = "restricted";

    private static final int SECONDS = 5;

    private static @Nullable ApiServer started;

    private AgentIdentity identity = new AgentIdentity("node-1", NAMESPACE, new InvestigationRef("none", "none"));

    @BeforeAll
    static void startApiServer() {
        Optional<ControlPlaneBinaries> binaries = ControlPlaneBinaries.find(System.getenv());
        assumeTrue(binaries.isPresent(), ControlPlaneBinaries.MISSING);
        ApiServer server = ApiServer.start(binaries.orElseThrow());
        started = server;
        server.installCrds();
        try (KubernetesClient client = server.client()) {
            client.resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(NAMESPACE)
                            .endMetadata()
                            .build())
                    .create();
        }
    }

    @AfterAll
    static void stopApiServer() {
        if (started != null) {
            started.close();
        }
    }

    /** Every test has an investigation of its own, and so a report of its own. */
    @BeforeEach
    void identify(TestInfo test) {
        String name = "t-" + Integer.toHexString(test.getDisplayName().hashCode());
        identity = new AgentIdentity("node-1", NAMESPACE, new InvestigationRef(name, "uid-of-" + name));
    }

    @Test
    void acceptsObservesReportsAndIdles() {
        create(identity.node(), identity.investigation());
        try (Life life = Life.of(identity, server().admin(), AgentLifeTest::atOnce)) {
            life.awaits("idle");

            NodeDropReportStatus status = status();
            assertThat(status.investigationUid())
                    .isEqualTo(identity.investigation().uid());
            assertThat(status.acceptedTime()).isNotNull();
            assertThat(condition(status, "Accepted").status()).isEqualTo("True");
            assertThat(condition(status, "Reported").status()).isEqualTo("True");
            assertThat(condition(status, "Reported").observedGeneration()).isEqualTo(1);
            assertThat(status.verdicts()).hasSize(1);
            assertThat(status.handlers()).containsExactly("0004 llc_rcv");
            assertThat(status.limitations()).isEmpty();
            assertThat(writes()).isEqualTo(2);
            assertThat(life.alive()).isTrue();
        }
    }

    @Test
    void waitsForAReportThatComesLater() {
        try (Life life = Life.of(identity, server().admin(), AgentLifeTest::atOnce)) {
            life.awaits("waiting");
            create(identity.node(), identity.investigation());
            life.awaits("idle");
            assertThat(condition(status(), "Reported").status()).isEqualTo("True");
        }
    }

    @Test
    void refusesAWindowForAnotherNode() {
        create("node-2", identity.investigation());
        try (Life life = Life.of(identity, server().admin(), AgentLifeTest::atOnce)) {
            life.awaits("refused");
            assertThat(life.log()).contains("is for node node-2, and this agent runs on node-1: it is not served.");
        }
        assertThat(writes()).isZero();
    }

    @Test
    void refusesAWindowOfAnotherInvestigation() {
        create(identity.node(), new InvestigationRef(identity.investigation().name(), "another-uid"));
        try (Life life = Life.of(identity, server().admin(), AgentLifeTest::atOnce)) {
            life.awaits("refused");
            assertThat(life.log()).contains("uid another-uid").contains("it is not served");
        }
        assertThat(writes()).isZero();
    }

    @Test
    void reportsAfterTheApiServerWasAwayDuringTheWindow() {
        create(identity.node(), identity.investigation());
        var over = new CountDownLatch(1);
        try (Life life = Life.of(identity, server().admin(), (asked, window, stop) -> {
            awaitQuietly(over);
            return Outcomes.lldp(window);
        })) {
            life.awaits("accepted");
            server().stopServer();
            over.countDown();
            life.awaits("retrying");
            server().startServer();
            life.awaits("reported");
        }
        assertThat(condition(status(), "Reported").status()).isEqualTo("True");
        assertThat(writes()).isEqualTo(2);
    }

    @Test
    void observesAndReportsThoughItCouldNotAccept() {
        create(identity.node(), identity.investigation());
        allow("nodedropreports", "get");
        Config restricted = new ConfigBuilder(server().admin())
                .withImpersonateUsername(RESTRICTED)
                .build();
        try (Life life = Life.of(identity, restricted, AgentLifeTest::atOnce)) {
            life.awaits("unaccepted");
            life.awaits("observed");
            assertThat(life.log()).contains("cannot patch resource");
            assertThat(writes()).isZero();
            allow("nodedropreports/status", "patch");
            life.awaits("reported");
        }
        assertThat(condition(status(), "Accepted").status()).isEqualTo("True");
        assertThat(condition(status(), "Reported").status()).isEqualTo("True");
        assertThat(writes()).isEqualTo(1);
    }

    private static void allow(String resource, String verb) {
        String name = verb + "-by-" + RESTRICTED;
        try (KubernetesClient client = server().client()) {
            client.resource(new RoleBuilder()
                            .withMetadata(in(name))
                            .addNewRule()
                            .withApiGroups("dropwhy.dev")
                            .withResources(resource)
                            .withVerbs(verb)
                            .endRule()
                            .build())
                    .create();
            client.resource(new RoleBindingBuilder()
                            .withMetadata(in(name))
                            .withNewRoleRef("rbac.authorization.k8s.io", "Role", name)
                            .addNewSubject("rbac.authorization.k8s.io", "User", RESTRICTED, null)
                            .build())
                    .create();
        }
    }

    private static ObjectMeta in(String name) {
        return new ObjectMetaBuilder().withName(name).withNamespace(NAMESPACE).build();
    }

    @Test
    void aRestartedAgentObservesTheRestOfItsWindow() {
        accept(
                create(identity.node(), identity.investigation(), 60),
                Instant.now().minusSeconds(20));
        var length = new AtomicReference<Duration>();
        try (Life life = Life.of(identity, server().admin(), (asked, window, stop) -> {
            length.set(window);
            return Outcomes.lldp(window);
        })) {
            life.awaits("reported");
        }
        assertThat(Objects.requireNonNull(length.get())).isBetween(Duration.ofSeconds(35), Duration.ofSeconds(40));
        assertThat(status().limitations().getFirst()).startsWith("The agent was restarted 2");
        assertThat(writes()).isEqualTo(1);
    }

    @Test
    void aRestartAfterTheWindowSaysSo() {
        accept(create(identity.node(), identity.investigation()), Instant.now().minusSeconds(120));
        try (Life life = Life.of(identity, server().admin(), AgentLifeTest::atOnce)) {
            life.awaits("reported");
        }
        assertThat(condition(status(), "Reported").reason()).isEqualTo("WindowLost");
        assertThat(condition(status(), "Reported").status()).isEqualTo("False");
    }

    @Test
    void doesNothingWhereTheReportIsIn() {
        create(identity.node(), identity.investigation());
        try (Life life = Life.of(identity, server().admin(), AgentLifeTest::atOnce)) {
            life.awaits("reported");
        }
        int before = writes();
        try (Life life = Life.of(identity, server().admin(), AgentLifeTest::atOnce)) {
            life.awaits("refused");
            assertThat(life.log()).contains("is in already: there is nothing to do.");
        }
        assertThat(writes()).isEqualTo(before);
    }

    @Test
    void survivesTheDeletionOfItsReportDuringTheWindow() {
        NodeDropReport report = create(identity.node(), identity.investigation());
        var over = new CountDownLatch(1);
        try (Life life = Life.of(identity, server().admin(), (asked, window, stop) -> {
            awaitQuietly(over);
            return Outcomes.lldp(window);
        })) {
            life.awaits("accepted");
            delete(report);
            over.countDown();
            life.awaits("gone");
            life.awaits("idle");
        }
    }

    @Test
    void neverWritesIntoAReportThatTookTheNameOfItsOwn() {
        NodeDropReport report = create(identity.node(), identity.investigation());
        var over = new CountDownLatch(1);
        try (Life life = Life.of(identity, server().admin(), (asked, window, stop) -> {
            awaitQuietly(over);
            return Outcomes.lldp(window);
        })) {
            life.awaits("accepted");
            delete(report);
            create(identity.node(), identity.investigation());
            over.countDown();
            life.awaits("gone");
        }
        assertThat(get().getStatus()).isNull();
    }

    @Test
    void endsTheWindowEarlyAndReportsWhenItIsTerminated() {
        create(identity.node(), identity.investigation());
        try (Life life = Life.of(identity, server().admin(), (asked, window, stop) -> {
            await().until(stop::isStopped);
            return Outcomes.lldp(Duration.ofSeconds(2));
        })) {
            life.awaits("accepted");
            life.terminate();
        }
        NodeDropReportStatus status = status();
        assertThat(condition(status, "Reported").status()).isEqualTo("True");
        assertThat(status.limitations()).containsExactly("The agent was told to end early. Observed for 2 s of 5 s.");
    }

    @Test
    void endsAtOnceWhenTerminatedWithoutAnApiServer() {
        create(identity.node(), identity.investigation());
        try (Life life = Life.of(identity, server().admin(), (asked, window, stop) -> {
            await().until(stop::isStopped);
            return Outcomes.lldp(window);
        })) {
            life.awaits("accepted");
            server().stopServer();
            life.terminate();
            assertThat(life.log()).contains("event=unreported");
        } finally {
            server().startServer();
        }
    }

    @Test
    void reportsThatNothingCouldBeObserved() {
        create(identity.node(), identity.investigation());
        try (Life life = Life.of(identity, server().admin(), (asked, window, stop) -> {
            throw new ObservationFailedException(
                    "EngineUnavailable", "Ebpf was asked for and this kernel has no BTF.", new Exception());
        })) {
            life.awaits("idle");
        }
        Condition reported = condition(status(), "Reported");
        assertThat(reported.status()).isEqualTo("False");
        assertThat(reported.reason()).isEqualTo("EngineUnavailable");
        assertThat(reported.message()).isEqualTo("Ebpf was asked for and this kernel has no BTF.");
    }

    @Test
    void reportsItsOwnDefect() {
        create(identity.node(), identity.investigation());
        try (Life life = Life.of(identity, server().admin(), (asked, window, stop) -> {
            throw new NoClassDefFoundError("some/Engine");
        })) {
            life.awaits("idle");
        }
        assertThat(condition(status(), "Reported").reason()).isEqualTo("AgentDefect");
        assertThat(condition(status(), "Reported").message()).contains("some/Engine");
    }

    @Test
    void reportsThatTheApiServerRefusesItsFindings() {
        create(identity.node(), identity.investigation());
        try (Life life = Life.of(identity, server().admin(), (asked, window, stop) -> Outcomes.invalid())) {
            life.awaits("idle");
        }
        assertThat(condition(status(), "Reported").reason()).isEqualTo("ReportRefused");
        assertThat(condition(status(), "Reported").message()).contains("cause");
        assertThat(writes()).isEqualTo(2);
    }

    @Test
    void theLargestReportIsTaken() throws Exception {
        create(identity.node(), identity.investigation());
        try (Life life = Life.of(identity, server().admin(), (asked, window, stop) -> Outcomes.huge())) {
            life.awaits("idle");
        }
        NodeDropReportStatus status = status();
        assertThat(condition(status, "Reported").status()).isEqualTo("True");
        assertThat(status.limitations()).last().asString().startsWith("To stay within 16 KiB");
        assertThat(new ObjectMapper().writeValueAsBytes(status)).hasSizeLessThanOrEqualTo(16 * 1024);
    }

    private static NodeObservation.Outcome atOnce(NodeDropReportSpec asked, Duration window, StopSignal stop) {
        return Outcomes.lldp(window);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ApiServer server() {
        return Objects.requireNonNull(started);
    }

    private NodeDropReport create(String node, InvestigationRef investigation) {
        return create(node, investigation, SECONDS);
    }

    private NodeDropReport create(String node, InvestigationRef investigation, int seconds) {
        var report = new NodeDropReport();
        report.setMetadata(in(identity.reportName()));
        report.setSpec(new NodeDropReportSpec(node, investigation, null, seconds, null, null, List.of()));
        try (KubernetesClient client = server().client()) {
            return client.resource(report).create();
        }
    }

    /** What an earlier life of the agent wrote. */
    private void accept(NodeDropReport report, Instant at) {
        Condition accepted = ReportConditions.accepted(report, at, "The agent observes.");
        report.setStatus(new NodeDropReportStatus(
                identity.investigation().uid(),
                at.toString(),
                null,
                null,
                List.of(accepted),
                null,
                null,
                List.of(),
                Map.of(),
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of()));
        try (KubernetesClient client = server().client()) {
            client.resource(report).updateStatus();
        }
    }

    private void delete(NodeDropReport report) {
        try (KubernetesClient client = server().client()) {
            client.resource(report).delete();
        }
    }

    private NodeDropReport get() {
        try (KubernetesClient client = server().client()) {
            return client.resources(NodeDropReport.class)
                    .inNamespace(NAMESPACE)
                    .withName(identity.reportName())
                    .require();
        }
    }

    private NodeDropReportStatus status() {
        return Objects.requireNonNull(get().getStatus());
    }

    private static Condition condition(NodeDropReportStatus status, String type) {
        return status.conditions().stream()
                .filter(condition -> type.equals(condition.type()))
                .findFirst()
                .orElseThrow();
    }

    /** Successful writes by the agent, as the API server's audit log has them. */
    private int writes() {
        return requests("patch");
    }

    private int requests(String verb) {
        return (int) server().audit().stream()
                .filter(line -> line.contains("\"verb\":\"" + verb + "\"")
                        && line.contains(identity.reportName())
                        && line.contains("\"code\":200"))
                .count();
    }
}
