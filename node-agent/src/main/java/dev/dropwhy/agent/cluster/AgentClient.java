package dev.dropwhy.agent.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** Makes the agent's client: small, with short timeouts, and without retries of its own. */
public final class AgentClient {

    private static final int CONNECT_MILLIS = 3_000;
    private static final int REQUEST_MILLIS = 8_000;

    /** Searching loads every kind of Kubernetes, some 600 classes; this client reads one kind, and by its class. */
    private static final boolean SEARCH_MODELS = false;

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
                .withKubernetesSerialization(new KubernetesSerialization(new ObjectMapper(), SEARCH_MODELS))
                .build();
    }
}
