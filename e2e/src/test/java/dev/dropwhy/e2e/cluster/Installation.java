package dev.dropwhy.e2e.cluster;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.Release;
import dev.dropwhy.e2e.chart.Chart;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.opentest4j.TestAbortedException;

/** The chart on a cluster, installed, upgraded and removed as a user would. */
public final class Installation implements AutoCloseable {

    /** Short, so that a deadline can be waited for. */
    public static final int GRACE_SECONDS = 12;

    private static final int TIMEOUT_SECONDS = 120;

    private static final Map<String, Object> VALUES =
            Map.of("image.pullPolicy", "IfNotPresent", "operator.graceSeconds", Integer.toString(GRACE_SECONDS));

    private final Cluster cluster;
    private final KubernetesClient client;

    private Installation(Cluster cluster) {
        this.cluster = cluster;
        this.client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig()))
                .build();
    }

    /** Installs the chart and waits until the operator is ready. */
    static Installation on(Cluster cluster) {
        Installation installation = new Installation(cluster);
        installation.install();
        return installation;
    }

    public Cluster cluster() {
        return cluster;
    }

    /** An administrator's client. */
    public KubernetesClient client() {
        return client;
    }

    /** {@code helm install}. The operator's namespace carries the strictest Pod Security level, as the guide says. */
    public Release install() {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(Chart.NAMESPACE)
                        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                        .endMetadata()
                        .build())
                .serverSideApply();
        var install = Chart.helm()
                .install()
                .withKubeConfigContents(cluster.kubeconfig())
                .withName(Chart.RELEASE)
                .withNamespace(Chart.NAMESPACE)
                .withTimeout(TIMEOUT_SECONDS)
                .waitReady();
        VALUES.forEach(install::set);
        return install.call();
    }

    /** {@code helm upgrade} with one more value. */
    public Release upgrade(String path, String value) {
        return Chart.helm()
                .upgrade()
                .withKubeConfigContents(cluster.kubeconfig())
                .withName(Chart.RELEASE)
                .withNamespace(Chart.NAMESPACE)
                .withTimeout(TIMEOUT_SECONDS)
                .reuseValues()
                .set(path, value)
                .waitReady()
                .call();
    }

    /**
     * {@code helm rollback} to the revision before, by the command itself: helm-java has none.
     *
     * @throws org.opentest4j.TestAbortedException where no {@code helm} is on the PATH ({@code e2e/cluster/with-node.sh}
     *     brings one)
     */
    public void rollBack() throws IOException, InterruptedException {
        Path kubeconfig = Files.createTempFile("kubeconfig", ".yaml");
        try {
            Files.writeString(kubeconfig, cluster.kubeconfig());
            Process helm = start(
                    "helm",
                    "rollback",
                    Chart.RELEASE,
                    "--namespace",
                    Chart.NAMESPACE,
                    "--kubeconfig",
                    kubeconfig.toString(),
                    "--wait",
                    "--timeout",
                    TIMEOUT_SECONDS + "s");
            String said = new String(helm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (helm.waitFor() != 0) {
                throw new IllegalStateException("helm rollback failed: " + said);
            }
        } finally {
            Files.delete(kubeconfig);
        }
    }

    private static Process start(String... command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            String reason = "skipped: no helm on the PATH to roll a release back with";
            System.out.println(reason);
            throw new TestAbortedException(reason, e);
        }
    }

    /** {@code helm test}. */
    public Release test() {
        return Helm.test(Chart.RELEASE)
                .withKubeConfigContents(cluster.kubeconfig())
                .withNamespace(Chart.NAMESPACE)
                .withTimeout(TIMEOUT_SECONDS)
                .call();
    }

    /** {@code helm uninstall}. */
    public void uninstall() {
        Helm.uninstall(Chart.RELEASE)
                .withKubeConfigContents(cluster.kubeconfig())
                .withNamespace(Chart.NAMESPACE)
                .call();
    }

    @Override
    public void close() {
        try (client;
                cluster) {
            Helm.uninstall(Chart.RELEASE)
                    .ignoreNotFound()
                    .withKubeConfigContents(cluster.kubeconfig())
                    .withNamespace(Chart.NAMESPACE)
                    .call();
        }
    }
}
