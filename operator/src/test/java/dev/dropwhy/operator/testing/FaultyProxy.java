package dev.dropwhy.operator.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.dropwhy.testkit.ApiServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Stands between an operator and the real API server, passes requests on, and does to some of them what a server in trouble
 * does. What it passes on is answered by the real server; what it refuses never reached it.
 */
public final class FaultyProxy implements AutoCloseable {

    private static final Set<String> HOP_BY_HOP =
            Set.of("host", "connection", "content-length", "upgrade", "http2-settings", "transfer-encoding");

    private final ApiServer server;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;
    private final Set<InputStream> watches = ConcurrentHashMap.newKeySet();
    private volatile Fault fault;

    /**
     * Starts it.
     *
     * @param fault what to do with each request
     */
    public FaultyProxy(ApiServer server, Fault fault) {
        this.server = server;
        this.fault = fault;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trustingAll())
                .build();
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.setExecutor(threads);
        http.createContext("/", this::handle);
        http.start();
    }

    /** A client of the administrator through this proxy, with the repetitions that a client does by default. */
    public KubernetesClient client() {
        return ApiServer.client(new ConfigBuilder(server.admin())
                .withMasterUrl("http://127.0.0.1:" + http.getAddress().getPort())
                .withOnlyHttpWatches(true)
                .withRequestRetryBackoffLimit(Config.DEFAULT_REQUEST_RETRY_BACKOFFLIMIT)
                .build());
    }

    /** Does something else from now on, and ends every watch that is open. */
    public void become(Fault next) {
        fault = next;
        watches.forEach(FaultyProxy::end);
    }

    private static void end(InputStream watch) {
        try {
            watch.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            switch (fault.on(Request.of(exchange))) {
                case Answer.Pass(String query) -> pass(exchange, query, body);
                case Answer.Refuse refusal -> refuse(exchange, refusal);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass(HttpExchange exchange, String query, byte[] body) throws IOException, InterruptedException {
        String path = exchange.getRequestURI().getRawPath();
        var request = HttpRequest.newBuilder(
                        URI.create("https://127.0.0.1:" + server.port() + path + (query.isEmpty() ? "" : "?" + query)))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        answer.headers()
                .firstValue("content-type")
                .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
        exchange.sendResponseHeaders(answer.statusCode(), 0);
        boolean watch = query.contains("watch=true");
        try (InputStream in = answer.body()) {
            if (watch) {
                watches.add(in);
            }
            copy(in, exchange.getResponseBody());
        } catch (IOException e) {
            if (!watch) {
                throw e;
            } // else it was ended
        } finally {
            watches.remove(answer.body());
        }
    }

    /** Each event as it comes. */
    private static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[16 * 1024];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            out.write(buffer, 0, read);
            out.flush();
        }
    }

    private static void refuse(HttpExchange exchange, Answer.Refuse refusal) throws IOException {
        byte[] status = String.format(
                        Locale.ROOT,
                        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"reason\":\"%s\",\"code\":%d,"
                                + "\"message\":\"refused on purpose\"}",
                        refusal.reason(),
                        refusal.code())
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        if (refusal.code() == 429) {
            exchange.getResponseHeaders().set("Retry-After", "1");
        }
        exchange.sendResponseHeaders(refusal.code(), status.length);
        exchange.getResponseBody().write(status);
    }

    @Override
    public void close() {
        http.stop(0);
        watches.forEach(FaultyProxy::end);
        client.shutdownNow();
        threads.shutdownNow();
    }

    /** What the operator asked. */
    public record Request(String method, String path, String query) {

        static Request of(HttpExchange exchange) {
            URI uri = exchange.getRequestURI();
            return new Request(
                    exchange.getRequestMethod(), uri.getRawPath(), uri.getRawQuery() == null ? "" : uri.getRawQuery());
        }

        public boolean isWrite() {
            return !method.equals("GET");
        }

        public boolean isWatch() {
            return query.contains("watch=true");
        }

        /** The value of a parameter, empty where it has none. */
        public String parameter(String name) {
            for (String pair : query.split("&", -1)) {
                if (pair.startsWith(name + "=")) {
                    return pair.substring(name.length() + 1);
                }
            }
            return "";
        }
    }

    /** What to do with a request. It may wait before it answers. */
    public interface Fault {

        /** No fault. */
        Fault NONE = request -> new Answer.Pass(request.query());

        Answer on(Request request) throws InterruptedException;
    }

    /** What becomes of a request. */
    public sealed interface Answer {

        /** It goes to the real server, with this query. */
        record Pass(String query) implements Answer {}

        /** It is answered with a failure. */
        record Refuse(int code, String reason) implements Answer {}
    }

    /** The server's certificate is made anew for each test. */
    private static SSLContext trustingAll() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustsAll()}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class TrustsAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
