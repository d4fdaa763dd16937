package dev.dropwhy.testkit;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
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
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A kube-apiserver with its etcd on loopback, with RBAC and an audit log. It can be stopped and started again on the same
 * port with the same data. Nothing of it outlives {@link #close()} or the JVM.
 */
public final class ApiServer implements AutoCloseable {

    private static final String ADMIN_TOKEN = "admin-token";
    private static final Duration READY = Duration.ofSeconds(60);
    private static final String AUDIT_POLICY = """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived]
            rules:
              - level: Metadata
                resources: [{group: dropwhy.dev}]
              - level: None
            """;

    private final ControlPlaneBinaries binaries;
    private final Path folder;
    private final int port;
    private final int etcdPort;
    private final List<String> options;
    private final Daemon etcd;
    private @Nullable Daemon server;
    private @Nullable Daemon controllerManager;

    private ApiServer(ControlPlaneBinaries binaries, Path folder, List<String> options) {
        this.binaries = binaries;
        this.folder = folder;
        this.options = options;
        this.port = freePort();
        this.etcdPort = freePort();
        this.etcd = startEtcd();
    }

    /**
     * Starts a server and waits until it is ready, about three seconds.
     *
     * @param binaries the binaries
     * @param options further options of kube-apiserver; feature gates and the like
     */
    public static ApiServer start(ControlPlaneBinaries binaries, String... options) {
        Path folder = prepare();
        var apiServer = new ApiServer(binaries, folder, List.of(options));
        apiServer.startServer();
        return apiServer;
    }

    /** Client configuration of the cluster's administrator. */
    public Config admin() {
        return config(ADMIN_TOKEN);
    }

    /**
     * Client configuration of whoever a token stands for.
     *
     * @param token a token that this API server issued
     */
    public Config config(String token) {
        return config(port, token);
    }

    private static Config config(int port, String token) {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl("https://127.0.0.1:" + port)
                .withTrustCerts(true)
                .withDisableHostnameVerification(true)
                .withOauthToken(token)
                .withRequestRetryBackoffLimit(0)
                .build();
    }

    /** A new client of the administrator. */
    public KubernetesClient client() {
        return client(admin());
    }

    /**
     * A new client.
     *
     * @param interceptors what sees, changes or refuses its requests
     */
    public static KubernetesClient client(Config config, Interceptor... interceptors) {
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new JdkHttpClientFactory())
                .withHttpClientBuilderConsumer(http -> {
                    for (Interceptor interceptor : interceptors) {
                        http.addOrReplaceInterceptor(interceptor.toString(), interceptor);
                    }
                })
                .build();
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** Writes a kubeconfig of the administrator, for a process of its own. */
    public Path kubeconfig() {
        return kubeconfig("admin", ADMIN_TOKEN);
    }

    /**
     * Writes a kubeconfig for a process of its own.
     *
     * @param name name of the file
     * @param token a token that this API server issued
     */
    public Path kubeconfig(String name, String token) {
        Path file = folder.resolve(name + ".kubeconfig");
        write(file, """
                apiVersion: v1
                kind: Config
                current-context: test
                contexts: [{name: test, context: {cluster: test, user: user}}]
                clusters: [{name: test, cluster: {server: "https://127.0.0.1:%d", insecure-skip-tls-verify: true}}]
                users: [{name: user, user: {token: %s}}]
                """.formatted(port, token));
        return file;
    }

    /**
     * What tells a process how to reach this server as a pod is told: no kubeconfig, but a token and the authority in files.
     *
     * @param name name of the token's file
     * @param token a token that this API server issued
     * @return variables of its environment, as the Kubernetes client reads them
     */
    public Map<String, String> podEnvironment(String name, String token) {
        Path file = folder.resolve(name + ".token");
        write(file, token);
        return Map.of(
                "KUBERNETES_AUTH_TRYKUBECONFIG",
                "false",
                "KUBERNETES_SERVICE_HOST",
                "127.0.0.1",
                "KUBERNETES_SERVICE_PORT",
                Integer.toString(port),
                "KUBERNETES_CERTS_CA_FILE",
                folder.resolve("certificates").resolve("apiserver.crt").toString(),
                "KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN",
                file.toString());
    }

    /** Installs the CustomResourceDefinitions of dropwhy and waits until they are served. */
    public void installCrds() {
        try (KubernetesClient client = client()) {
            for (String plural : List.of("dropinvestigations", "nodedropreports")) {
                String name = plural + ".dropwhy.dev";
                try (InputStream yaml = ApiServer.class.getResourceAsStream("/crds/" + name + ".yaml")) {
                    client.load(Objects.requireNonNull(yaml, "the crds module holds the manifest"))
                            .serverSideApply();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                await(
                        name + " is established",
                        () -> client
                                .apiextensions()
                                .v1()
                                .customResourceDefinitions()
                                .withName(name)
                                .get()
                                .getStatus()
                                .getConditions()
                                .stream()
                                .anyMatch(condition -> "Established".equals(condition.getType())
                                        && "True".equals(condition.getStatus())));
            }
        }
    }

    /** Kills the server, not its data. */
    public void stopServer() {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    /** Starts the server again, on the same port, and waits until it is ready. */
    public void startServer() {
        stopServer();
        server = startServer("kube-apiserver", port);
    }

    /** A further API server on the same data, as a highly available control plane has, ready. */
    public Replica replica() {
        int own = freePort();
        return new Replica(own, startServer("kube-apiserver-" + own, own));
    }

    /** A further API server. */
    public static final class Replica implements AutoCloseable {

        private final int port;
        private final Daemon daemon;

        private Replica(int port, Daemon daemon) {
            this.port = port;
            this.daemon = daemon;
        }

        /** The port on 127.0.0.1. */
        public int port() {
            return port;
        }

        /** It stops where it is, and its connections stay open. */
        public void freeze() {
            daemon.signal("STOP");
        }

        /** It goes on. */
        public void thaw() {
            daemon.signal("CONT");
        }

        @Override
        public void close() {
            daemon.close();
        }
    }

    private Daemon startServer(String name, int port) {
        var command = new ArrayList<String>(List.of(
                binaries.apiServer().toString(),
                "--etcd-servers=http://127.0.0.1:" + etcdPort,
                "--bind-address=127.0.0.1",
                "--secure-port=" + port,
                "--cert-dir=" + folder.resolve("certificates"),
                "--token-auth-file=" + folder.resolve("tokens.csv"),
                "--authorization-mode=RBAC",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + folder.resolve("sa.pub"),
                "--service-account-signing-key-file=" + folder.resolve("sa.key"),
                "--service-cluster-ip-range=10.0.0.0/24",
                "--disable-admission-plugins=ServiceAccount",
                "--endpoint-reconciler-type=none",
                "--audit-policy-file=" + folder.resolve("audit-policy.yaml"),
                "--audit-log-path=" + folder.resolve("audit.log"),
                "--audit-log-mode=blocking",
                "--profiling=false"));
        command.addAll(options);
        Daemon started = Daemon.start(folder, name, command);
        try (KubernetesClient client = client(config(port, ADMIN_TOKEN))) {
            await(name + " is ready", () -> {
                started.check();
                return "ok".equals(client.raw("/readyz"));
            });
        }
        return started;
    }

    /**
     * Starts the controller manager.
     *
     * @param controllers names of the controllers that run in it, such as {@code garbage-collector-controller}
     */
    public void startControllerManager(String... controllers) {
        Path binary = binaries.controllerManager()
                .orElseThrow(() -> new IllegalStateException("KUBEBUILDER_ASSETS holds no kube-controller-manager"));
        controllerManager = Daemon.start(
                folder,
                "kube-controller-manager",
                List.of(
                        binary.toString(),
                        "--kubeconfig=" + kubeconfig(),
                        "--authentication-kubeconfig=" + kubeconfig(),
                        "--authorization-kubeconfig=" + kubeconfig(),
                        "--controllers=" + String.join(",", controllers),
                        "--leader-elect=false",
                        "--bind-address=127.0.0.1",
                        "--secure-port=" + freePort()));
    }

    /** Lines of the audit log: one for each finished request to the group dropwhy.dev, in JSON (audit.k8s.io/v1 Event). */
    public List<String> audit() {
        try {
            return Files.readAllLines(folder.resolve("audit.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (controllerManager != null) {
            controllerManager.close();
        }
        stopServer();
        etcd.close();
        delete(folder);
    }

    private Daemon startEtcd() {
        String peer = "http://127.0.0.1:" + freePort();
        Daemon started = Daemon.start(
                folder,
                "etcd",
                List.of(
                        binaries.etcd().toString(),
                        "--data-dir=" + folder.resolve("etcd"),
                        "--listen-client-urls=http://127.0.0.1:" + etcdPort,
                        "--advertise-client-urls=http://127.0.0.1:" + etcdPort,
                        "--listen-peer-urls=" + peer,
                        "--initial-advertise-peer-urls=" + peer,
                        "--initial-cluster=default=" + peer,
                        "--unsafe-no-fsync"));
        await("etcd listens", () -> {
            started.check();
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), etcdPort)) {
                return socket.isConnected();
            } catch (IOException e) {
                return false;
            }
        });
        return started;
    }

    private static Path prepare() {
        try {
            Path folder = Files.createTempDirectory("dropwhy-apiserver-");
            write(folder.resolve("audit-policy.yaml"), AUDIT_POLICY);
            write(folder.resolve("tokens.csv"), ADMIN_TOKEN + ",admin,admin,system:masters\n");
            KeyPair keys = KeyPairGenerator.getInstance("RSA").generateKeyPair();
            write(folder.resolve("sa.key"), pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
            write(folder.resolve("sa.pub"), pem("PUBLIC KEY", keys.getPublic().getEncoded()));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + kind + "-----\n";
    }

    private interface Check {
        boolean holds();
    }

    private static void await(String what, Check check) {
        Instant deadline = Instant.now().plus(READY);
        RuntimeException last = null;
        while (Instant.now().isBefore(deadline)) {
            try {
                if (check.holds()) {
                    return;
                }
            } catch (IllegalStateException e) {
                throw e;
            } catch (RuntimeException e) {
                last = e;
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting that " + what, e);
            }
        }
        throw new IllegalStateException("waited " + READY.toSeconds() + " s that " + what, last);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
