package dev.dropwhy.agent.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;

/** Makes the agent's client: small, with short timeouts, and without retries of its own. */
public final class AgentClient {

    private static final int CONNECT_MILLIS = 3_000;
    private static final int REQUEST_MILLIS = 8_000;

    private AgentClient() {}

    /** A client for the cluster that this pod, or this kubeconfig, belongs to. */
    public static KubernetesClient inCluster() {
        return with(Config.autoConfigure(null));
    }

    /** A client for a given cluster. */
    public static KubernetesClient with(Config config) {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(config)
                        .withConnectionTimeout(CONNECT_MILLIS)
                        .withRequestTimeout(REQUEST_MILLIS)
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .withHttpClientFactory(new JdkHttpClientFactory())
                .build();
    }
}
