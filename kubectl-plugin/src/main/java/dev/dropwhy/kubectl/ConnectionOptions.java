package dev.dropwhy.kubectl;

import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster, as kubectl's own options say it. */
final class ConnectionOptions {

    private static final int CONNECT_MILLIS = 10_000;

    /** Retries of a single request; the following of an investigation has patience of its own. */
    private static final int RETRIES = 1;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Kubeconfig to use. Default: KUBECONFIG of the environment, or ~/.kube/config.")
    private @Nullable Path kubeconfig;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "Context of the kubeconfig. Default: its current one.")
    private @Nullable String context;

    @Option(
            names = "--agents-namespace",
            paramLabel = "NAME",
            description = "Namespace of the node reports, for who may not read those of all. Default: all.")
    private @Nullable String agentsNamespace;

    /** Connects. The server is not asked yet. */
    Investigations open(Clock clock) throws PluginException {
        Config config = new ConfigBuilder(config())
                .withConnectionTimeout(CONNECT_MILLIS)
                .withRequestRetryBackoffLimit(RETRIES)
                .build();
        return new Investigations(
                new KubernetesClientBuilder()
                        .withConfig(config)
                        .withHttpClientFactory(new JdkHttpClientFactory())
                        .build(),
                agentsNamespace,
                clock);
    }

    private Config config() throws PluginException {
        try {
            Config config = kubeconfig == null ? Config.autoConfigure(context) : fromFile(kubeconfig);
            check(config);
            return config;
        } catch (RuntimeException e) { // of whichever parser; a kubeconfig is anybody's file
            throw new PluginException("The kubeconfig cannot be used: " + ClusterErrors.firstLine(e) + ".");
        }
    }

    private Config fromFile(Path file) throws PluginException {
        if (!Files.isReadable(file)) {
            throw new PluginException("The kubeconfig " + file + " cannot be read.");
        }
        return Config.fromKubeconfig(context, file.toFile());
    }

    private void check(Config config) throws PluginException {
        List<String> known = config.getContexts() == null
                ? List.of()
                : config.getContexts().stream().map(NamedContext::getName).toList();
        if (context != null && !known.contains(context)) {
            throw new PluginException("The kubeconfig has no context " + context + "; it has "
                    + (known.isEmpty() ? "none" : String.join(", ", known)) + ".");
        }
        if (known.isEmpty() && System.getenv("KUBERNETES_SERVICE_HOST") == null) {
            throw new PluginException(
                    "No cluster is configured: set KUBECONFIG, or name a file with --kubeconfig, as for kubectl.");
        }
    }
}
