package dev.dropwhy.operator.testing;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real kube-apiserver with its etcd, on loopback and in a folder of their own. No controller runs: nothing collects
 * garbage and no DaemonSet gets pods.
 */
public final class ApiServer implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);
    private static final String ADMIN_TOKEN = "admin-of-this-test";

    private final Path assets;
    private final Path home;
    private final int port;
    private final Process etcd;
    private final int etcdPort;
    private Process apiServer;

    private ApiServer(Path assets) throws IOException {
        this.assets = assets;
        home = Files.createTempDirectory("dropwhy-api");
        writeCredentials();
        port = freePort();
        etcdPort = freePort();
        etcd = startEtcd();
        apiServer = startApiServer(port);
    }

    /**
     * Starts both.
     *
     * @param assets folder that holds {@code kube-apiserver} and {@code etcd}
     */
    public static ApiServer start(Path assets) {
        try {
            var server = new ApiServer(assets);
            // A test run that is broken off must not leave servers behind.
            Runtime.getRuntime().addShutdownHook(new Thread(server::kill, "end of the API server"));
            server.awaitReady(server.port, server.apiServer);
            server.installCrds();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client that may do everything. */
    public KubernetesClient admin(Interceptor... interceptors) {
        return client(ADMIN_TOKEN, interceptors);
    }

    /** A client that is whom a token says. */
    public KubernetesClient client(String token, Interceptor... interceptors) {
        return client(port, token, interceptors);
    }

    private static KubernetesClient client(int port, String token, Interceptor... interceptors) {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("https://127.0.0.1:" + port)
                .withOauthToken(token)
                .withTrustCerts(true)
                .build();
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientBuilderConsumer(http -> {
                    for (Interceptor interceptor : interceptors) {
                        http.addOrReplaceInterceptor(interceptor.toString(), interceptor);
                    }
                })
                .build();
    }

    /** A kubeconfig for whoever may do everything. */
    public String kubeconfig() {
        return """
                apiVersion: v1
                kind: Config
                clusters: [{name: test, cluster: {server: "https://127.0.0.1:%d", insecure-skip-tls-verify: true}}]
                users: [{name: admin, user: {token: %s}}]
                contexts: [{name: test, context: {cluster: test, user: admin}}]
                current-context: test
                """.formatted(port, ADMIN_TOKEN);
    }

    /** Ends the API server as a crash does, and starts it again on the same data. */
    public void restart() {
        try {
            apiServer.destroyForcibly().waitFor();
            apiServer = startApiServer(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        awaitReady(port, apiServer);
    }

    /** A further API server on the same data, as a highly available control plane has. */
    public Replica replica() {
        try {
            int port = freePort();
            Process process = startApiServer(port);
            awaitReady(port, process);
            return new Replica(port, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A further API server. */
    public record Replica(int port, Process process) implements AutoCloseable {

        /** It stops where it is, and its connections stay open. */
        public void freeze() {
            signal("STOP");
        }

        /** It goes on. */
        public void thaw() {
            signal("CONT");
        }

        private void signal(String name) {
            try {
                new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .inheritIO()
                        .start()
                        .onExit()
                        .join();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }

    private void kill() {
        apiServer.destroyForcibly().onExit().join();
        etcd.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process startEtcd() throws IOException {
        int peers = freePort();
        return start(
                "etcd",
                "--data-dir=" + home.resolve("etcd"),
                "--unsafe-no-fsync",
                "--log-level=error",
                "--listen-client-urls=http://127.0.0.1:" + etcdPort,
                "--advertise-client-urls=http://127.0.0.1:" + etcdPort,
                "--listen-peer-urls=http://127.0.0.1:" + peers,
                "--initial-advertise-peer-urls=http://127.0.0.1:" + peers,
                "--initial-cluster=default=http://127.0.0.1:" + peers);
    }

    private Process startApiServer(int port) throws IOException {
        return start(
                "kube-apiserver",
                "--bind-address=127.0.0.1",
                "--secure-port=" + port,
                "--cert-dir=" + home.resolve("certificates"),
                "--etcd-servers=http://127.0.0.1:" + etcdPort,
                "--endpoint-reconciler-type=none",
                "--service-cluster-ip-range=10.96.0.0/16",
                "--token-auth-file=" + home.resolve("tokens.csv"),
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + home.resolve("service-accounts.key"),
                "--service-account-signing-key-file=" + home.resolve("service-accounts.key"),
                "--authorization-mode=RBAC",
                "--allow-privileged=true",
                // The tests are one client and no fleet: nothing here measures fairness.
                "--enable-priority-and-fairness=false",
                "--max-requests-inflight=0",
                "--max-mutating-requests-inflight=0",
                "--v=0");
    }

    private Process start(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(assets.resolve(program).toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        home.resolve(program + ".log").toFile()))
                .start();
    }

    private void writeCredentials() throws IOException {
        Files.writeString(home.resolve("tokens.csv"), ADMIN_TOKEN + ",admin,admin,system:masters\n");
        String key = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(keys().getPrivate().getEncoded());
        Files.writeString(
                home.resolve("service-accounts.key"),
                "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n");
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitReady(int port, Process process) {
        Instant end = Instant.now().plus(START);
        try (KubernetesClient client = client(port, ADMIN_TOKEN)) {
            while (!isReady(client)) {
                if (!process.isAlive() || Instant.now().isAfter(end)) {
                    throw new IllegalStateException(
                            "the API server does not start: " + lastLine("kube-apiserver") + " / " + lastLine("etcd"));
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean isReady(KubernetesClient client) {
        try {
            return "ok".equals(client.raw("/readyz"));
        } catch (KubernetesClientException e) {
            return false;
        }
    }

    private @Nullable String lastLine(String program) {
        try (Stream<String> lines = Files.lines(home.resolve(program + ".log"))) {
            return lines.reduce("", (before, line) -> line);
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    private void installCrds() {
        try (KubernetesClient client = admin()) {
            for (String name : List.of("dropinvestigations", "nodedropreports")) {
                try (InputStream manifest =
                        ApiServer.class.getResourceAsStream("/crds/" + name + ".dropwhy.dev.yaml")) {
                    CustomResourceDefinition crd = client.apiextensions()
                            .v1()
                            .customResourceDefinitions()
                            .load(manifest)
                            .item();
                    client.resource(crd).create();
                    client.resource(crd).waitUntilCondition(ApiServer::isEstablished, 30, TimeUnit.SECONDS);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static boolean isEstablished(@Nullable CustomResourceDefinition crd) {
        return crd != null
                && crd.getStatus() != null
                && crd.getStatus().getConditions() != null
                && crd.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                "Established".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
