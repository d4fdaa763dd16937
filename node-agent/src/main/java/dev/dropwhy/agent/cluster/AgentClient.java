package dev.dropwhy.agent.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.HttpClientUtils;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Speaks to the API server with the Kubernetes client's own configuration, trust, token renewal and HTTP, but without its
 * model of all kinds: the agent knows one, and the others would be a thousand classes more (6 to 18 MB, measured). Does
 * not try anything again: the agent's life has its own patience.
 */
public final class AgentClient implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration REQUEST = Duration.ofSeconds(8);

    private final HttpClient http;
    private final String server;

    private AgentClient(HttpClient http, String server) {
        this.http = http;
        this.server = server;
    }

    /** A client for the cluster that this pod, or this kubeconfig, belongs to. */
    public static AgentClient inCluster() {
        return with(Config.autoConfigure(null));
    }

    /** A client for a given cluster. */
    public static AgentClient with(Config config) {
        Config patient = new ConfigBuilder(config)
                .withConnectionTimeout((int) CONNECT.toMillis())
                .withRequestTimeout((int) REQUEST.toMillis())
                .withRequestRetryBackoffLimit(0)
                .build();
        var factory = new JdkHttpClientFactory();
        HttpClient.Builder builder = factory.newBuilder(patient);
        HttpClientUtils.applyCommonConfiguration(patient, builder, factory);
        String server = patient.getMasterUrl();
        return new AgentClient(builder.build(), server.endsWith("/") ? server : server + "/");
    }

    /**
     * What the API server answered.
     *
     * @param code HTTP status
     * @param body JSON, or whatever a proxy on the way says
     */
    record Reply(int code, String body) {}

    /**
     * Reads an object.
     *
     * @param path below the server's address, without a leading slash
     * @throws IOException where no answer came
     */
    Reply get(String path) throws IOException {
        return send(http.newHttpRequestBuilder().uri(server + path));
    }

    /**
     * Server-side apply.
     *
     * @param path below the server's address, with query, without a leading slash
     * @param body JSON
     * @throws IOException where no answer came; the server may have done it nevertheless
     */
    Reply apply(String path, String body) throws IOException {
        return send(http.newHttpRequestBuilder()
                .uri(server + path)
                .method("PATCH", "application/apply-patch+yaml", body)); // JSON is YAML
    }

    private Reply send(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> response = http.sendAsync(
                            request.timeout(REQUEST.toSeconds(), TimeUnit.SECONDS)
                                    .build(),
                            String.class)
                    .get(REQUEST.plus(CONNECT).toMillis(), TimeUnit.MILLISECONDS);
            return new Reply(response.code(), String.valueOf(response.body()));
        } catch (ExecutionException e) {
            throw new IOException(deepest(e).toString(), e);
        } catch (TimeoutException e) {
            throw new IOException("the API server did not answer within " + REQUEST.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("it was interrupted", e);
        }
    }

    /** What the client wraps: a refused connection, an unknown host. */
    private static Throwable deepest(Throwable e) {
        Throwable deepest = e;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest;
    }

    @Override
    public void close() {
        http.close();
    }
}
