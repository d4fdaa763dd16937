package dev.dropwhy.kubectl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.NodeDropReport;
import dev.dropwhy.api.Severity;
import dev.dropwhy.report.text.Style;
import dev.dropwhy.testkit.ApiServer;
import dev.dropwhy.testkit.ControlPlaneBinaries;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plugin on a real API server; what operator and agents would write is written by the test. */
class PluginOnApiServerTest {

    private static @Nullable ApiServer server;
    private static @Nullable KubernetesClient admin;

    /** What a command printed, and its exit code. */
    private record Outcome(int exitCode, String out, String err) {}

    @BeforeAll
    static void start() {
        Optional<ControlPlaneBinaries> binaries = ControlPlaneBinaries.find(System.getenv());
        assumeTrue(binaries.isPresent(), ControlPlaneBinaries.MISSING);
        server = ApiServer.start(binaries.orElseThrow());
        admin = server.client();
        theServerDoesNotKnowTheKindYet();
        server.installCrds();
    }

    @AfterAll
    static void stop() {
        if (admin != null) {
            admin.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void clean() {
        admin().resources(DropInvestigation.class).delete();
        admin().resources(NodeDropReport.class)
                .inNamespace(PlayedOperator.NAMESPACE)
                .delete();
    }

    /** Before the CRDs are there: every command says that dropwhy is not installed. */
    private static void theServerDoesNotKnowTheKindYet() {
        for (String command : List.of("list", "show x", "report x -o html", "run")) {
            Outcome outcome = run(command.split(" "));
            assertThat(outcome.exitCode()).as(command).isEqualTo(2);
            assertThat(outcome.out()).as(command).isEmpty();
            assertThat(outcome.err())
                    .as(command)
                    .startsWith("kubectl dropwhy: dropwhy is not installed on https://127.0.0.1:")
                    .hasLineCount(1);
        }
    }

    @Test
    void aRunPrintsTheReportOfTheCommandLineAndLeavesNothing() {
        Outcome outcome = runMeanwhile(
                List.of("run", "--node", "worker-1", "-n", "worker-2", "--interface", "eth*", "--duration", "30"),
                created -> {
                    assertThat(created.getSpec().nodes())
                            .isNotNull()
                            .satisfies(nodes -> assertThat(nodes.names()).containsExactly("worker-1", "worker-2"));
                    assertThat(created.getSpec().interfaces())
                            .isNotNull()
                            .satisfies(interfaces ->
                                    assertThat(interfaces.include()).containsExactly("eth*"));
                    assertThat(created.getSpec().durationSeconds()).isEqualTo(30);
                    operator().observe(created);
                    pause();
                    operator().answer(created, Severity.Benign);
                });
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .startsWith("Benign: 15 LLDP frames from sw1 were dropped.\n\nNodes     2 of 2 reported\n")
                .contains(
                        "Node      worker-1\nObserved  for 30.0 s from 2026-11-24T22:00:00Z\nEvents    Ebpf: 0 lost\n")
                .contains("Node      worker-2\n")
                .contains("eth0       rx_dropped                      15       0    15         15            0")
                .contains("1. BENIGN  UnhandledLinkProtocol Lldp")
                .contains("on 2 nodes (worker-1,\n   worker-2)")
                .contains("What could not be observed on worker-2\n- worker-2 has no driver statistics.\n");
        assertThat(outcome.err()).contains("waiting for the operator").contains("0 of 2 nodes reported.");
        assertThat(investigations()).isEmpty();
    }

    @Test
    void aProblemIsExitCode1AndKeepKeeps() {
        Outcome outcome = runMeanwhile(
                List.of("run", "--keep", "--name", "uplink", "-o", "json"),
                created -> operator().answer(created, Severity.Problem));
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).startsWith("{").contains("\"name\" : \"uplink\"", "\"severity\" : \"Problem\"");
        assertThat(outcome.err()).contains("Kept DropInvestigation uplink; kubectl dropwhy show uplink prints it.");
        assertThat(investigations()).hasSize(1);

        assertThat(run("list").out())
                .startsWith("NAME    SUCCEEDED  VERDICT  CAUSE                       NODES  EXPLAINED  AGE\n")
                .containsPattern("uplink  True       Benign   UnhandledLinkProtocol/Lldp  2/2    100%       \\d+s\n");
        assertThat(run("show", "uplink").out()).contains("Node      worker-1", "1. PROBLEM");
        assertThat(run("show", "uplink", "-o", "yaml").out()).contains("name: uplink", "severity: Problem");
        Outcome page = run("report", "uplink", "-o", "html");
        assertThat(page.exitCode()).isZero();
        assertThat(page.out())
                .startsWith("<!DOCTYPE html>")
                .contains("Node worker-1", "Node worker-2", "From 2 s: counted 8, explained 8");

        Outcome again = run("run", "--name", "uplink");
        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.err()).contains("already exists").hasLineCount(1);
    }

    @Test
    void whatTheOperatorRefusesIsSaidAndRemoved() {
        Outcome outcome = runMeanwhile(
                List.of("run"), created -> operator().refuse(created, "60 nodes match, and 50 is the maximum."));
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("The operator refused kubectl-", "60 nodes match, and 50 is the maximum.");
        assertThat(investigations()).isEmpty();
    }

    @Test
    void aRunWithoutAnyReportIsExitCode2() {
        Outcome outcome = runMeanwhile(List.of("run"), created -> operator().fail(created));
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.out()).startsWith("No node reported.\n");
        assertThat(investigations()).isEmpty();
    }

    @Test
    void withoutAnOperatorItSaysSoAndLeavesNothing() {
        Outcome outcome = run("run", "--operator-timeout", "1");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .contains("No operator took up kubectl-", "within 1 s")
                .doesNotContain("Exception");
        assertThat(investigations()).isEmpty();
    }

    @Test
    void somebodyDeletesItMeanwhile() {
        Outcome outcome = runMeanwhile(List.of("run"), created -> {
            operator().observe(created);
            pause();
            admin().resource(created).delete();
        });
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("was deleted by somebody before it ended");
    }

    @Test
    void theApiServerRestartsMeanwhile() {
        Outcome outcome = runMeanwhile(List.of("run"), created -> {
            operator().observe(created);
            server().stopServer();
            pause();
            server().startServer();
            operator().answer(created, Severity.Benign);
        });
        assertThat(outcome.err()).contains("the API server does not answer, trying again");
        assertThat(outcome.exitCode()).isZero();
        assertThat(investigations()).isEmpty();
    }

    @Test
    void whatTheSchemaRefusesIsSaidInTheServersWords() {
        Outcome outcome = run("run", "--duration", "2");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .contains("refused to create a DropInvestigation", "spec.durationSeconds")
                .hasLineCount(1);
    }

    @Test
    void whoMayNotIsTold() {
        String token = admin().serviceAccounts()
                .inNamespace("default")
                .withName(serviceAccount())
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(600L)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
        String kubeconfig = server().kubeconfig("nobody", token).toString();
        for (String command : List.of("run", "list", "show x")) {
            List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
            arguments.add("--kubeconfig=" + kubeconfig);
            Outcome outcome = execute(arguments);
            assertThat(outcome.exitCode()).as(command).isEqualTo(2);
            assertThat(outcome.err())
                    .as(command)
                    .startsWith("kubectl dropwhy: You may not ")
                    .contains("forbidden", "docs/security.md")
                    .hasLineCount(1);
        }
        Outcome stranger = execute(List.of("list", "--kubeconfig=" + server().kubeconfig("stranger", "no-such-token")));
        assertThat(stranger.err()).contains("does not accept the credentials").hasLineCount(1);
        assertThat(stranger.exitCode()).isEqualTo(2);
    }

    @Test
    void whatIsNotThereIsNamed() {
        Outcome outcome = run("show", "nothing");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .contains("There is no DropInvestigation nothing on https://127.0.0.1:")
                .hasLineCount(1);
        assertThat(run("list").err()).contains("There is no DropInvestigation; kubectl dropwhy run creates one.");
    }

    @Test
    void aClusterThatCannotBeReachedIsNamed(@TempDir Path folder) throws IOException {
        Path elsewhere = folder.resolve("elsewhere");
        Files.writeString(
                elsewhere,
                Files.readString(server().kubeconfig()).replaceAll("https://127.0.0.1:\\d+", "https://127.0.0.1:1"));
        Outcome refused = execute(List.of("list", "--kubeconfig=" + elsewhere));
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .isEqualTo("kubectl dropwhy: No API server answers at https://127.0.0.1:1: connection refused or timed"
                        + " out.\n");
        assertThat(run("list", "--context", "production").err())
                .isEqualTo("kubectl dropwhy: The kubeconfig has no context production; it has test.\n");
        assertThat(execute(List.of("list", "--kubeconfig=" + folder.resolve("none")))
                        .err())
                .contains("cannot be read")
                .hasLineCount(1);
        Files.writeString(folder.resolve("broken"), "contexts: [");
        assertThat(execute(List.of("list", "--kubeconfig=" + folder.resolve("broken")))
                        .err())
                .startsWith("kubectl dropwhy: The kubeconfig ")
                .hasLineCount(1);
    }

    @Test
    void ctrlCDeletesTheInvestigation() throws Exception {
        Process plugin = process("run", "--duration", "60");
        DropInvestigation created = awaitCreation();
        operator().observe(created);
        pause();
        plugin.toHandle().destroy(); // SIGTERM; the JVM answers SIGINT in the same way
        assertThat(plugin.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(plugin.exitValue()).isEqualTo(130);
        assertThat(new String(plugin.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("interrupted; there is no report.");
        assertThat(investigations()).isEmpty();
    }

    @Test
    void ctrlCWithKeepSaysWhatStays() throws Exception {
        Process plugin = process("run", "--keep", "--name", "kept");
        operator().observe(awaitCreation());
        pause();
        plugin.toHandle().destroy();
        assertThat(plugin.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(plugin.exitValue()).isEqualTo(130);
        assertThat(new String(plugin.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("Kept DropInvestigation kept");
        assertThat(investigations()).hasSize(1);
    }

    private static Process process(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "dev.dropwhy.kubectl.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("KUBECONFIG", server().kubeconfig().toString());
        return builder.start();
    }

    private static Outcome runMeanwhile(List<String> arguments, Consumer<DropInvestigation> meanwhile) {
        CompletableFuture<Outcome> running = CompletableFuture.supplyAsync(() -> run(arguments.toArray(String[]::new)));
        meanwhile.accept(awaitCreation());
        return running.orTimeout(60, TimeUnit.SECONDS).join();
    }

    private static DropInvestigation awaitCreation() {
        return Awaitility.await("an investigation")
                .atMost(Duration.ofSeconds(20))
                .until(() -> investigations().stream().findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    /** Long enough for the plugin to look twice. */
    private static void pause() {
        long until = System.nanoTime() + Duration.ofMillis(1300).toNanos();
        Awaitility.await().pollInterval(Duration.ofMillis(100)).until(() -> System.nanoTime() > until);
    }

    private static String serviceAccount() {
        admin().resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName("nobody")
                        .withNamespace("default")
                        .endMetadata()
                        .build())
                .serverSideApply();
        return "nobody";
    }

    private static Outcome run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--kubeconfig=" + server().kubeconfig());
        return execute(all);
    }

    private static Outcome execute(List<String> arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = Main.commandLine(
                        new Screen(
                                new PrintStream(out, true, StandardCharsets.UTF_8),
                                new PrintStream(err, true, StandardCharsets.UTF_8),
                                false,
                                new Style(false, 100)),
                        Clock.systemUTC())
                .execute(arguments.toArray(String[]::new));
        return new Outcome(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static List<DropInvestigation> investigations() {
        return admin().resources(DropInvestigation.class).list().getItems();
    }

    private static PlayedOperator operator() {
        return new PlayedOperator(admin());
    }

    private static ApiServer server() {
        return Objects.requireNonNull(server);
    }

    private static KubernetesClient admin() {
        return Objects.requireNonNull(admin);
    }
}
