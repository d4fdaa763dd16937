package dev.dropwhy.operator.testing;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends watches to another API server of the same cluster, and everything else where it belongs. */
public final class WatchesElsewhere implements Interceptor {

    private final int port;
    private final AtomicInteger conflicts = new AtomicInteger();

    public WatchesElsewhere(int port) {
        this.port = port;
    }

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        URI uri = request.uri();
        if (uri.getQuery() != null && uri.getQuery().contains("watch=true")) {
            builder.uri(URI.create(uri.toString().replace(":" + uri.getPort() + "/", ":" + port + "/")));
        }
    }

    @Override
    public void after(HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        if (response.code() == HttpURLConnection.HTTP_CONFLICT
                && request.uri().getPath().endsWith("/status")) {
            conflicts.incrementAndGet();
        }
    }

    /** How many writes of a status were refused because they were derived from an old one. */
    public int conflicts() {
        return conflicts.get();
    }
}
