package dev.dropwhy.operator.scale;

import dev.dropwhy.operator.OperatorMain;
import dev.dropwhy.testkit.ApiServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** The operator as it is shipped: a JVM of its own, seen through its metrics. */
final class OperatorProcess implements AutoCloseable {

    private static final Duration READINESS = Duration.ofMillis(10);
    private static final Duration SAMPLING = Duration.ofMillis(200);

    private final Process process;
    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicLong heapPeak = new AtomicLong();
    private Duration untilReady = Duration.ZERO;

    private OperatorProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it with the class path of this process, and records its profile where {@code PROFILE} names a file. */
    static OperatorProcess start(ApiServer server) throws IOException {
        String profile = System.getenv("PROFILE");
        List<String> options = profile == null
                ? List.of()
                : List.of("-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + profile);
        return start(server, System.getProperty("java.class.path"), options);
    }

    /**
     * Starts it, and returns as soon as it says that it is ready.
     *
     * @param options options of its JVM beside those that the image sets
     */
    static OperatorProcess start(ApiServer server, String classPath, List<String> options) throws IOException {
        int port = freePort();
        var command = new ArrayList<String>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, OperatorMain.class.getName()));
        var builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("KUBECONFIG", server.kubeconfig().toString());
        builder.environment().put("DROPWHY_AGENT_IMAGE", "localhost/dropwhy/agent:0.1.0");
        builder.environment().put("DROPWHY_LEADER_ELECTION", "false");
        builder.environment().put("DROPWHY_HTTP_PORT", Integer.toString(port));
        long start = System.nanoTime();
        var operator = new OperatorProcess(builder.start(), port);
        Awaitility.await("the operator")
                .atMost(Duration.ofSeconds(60))
                .pollDelay(Duration.ZERO)
                .pollInterval(READINESS)
                .until(operator::isReady);
        operator.untilReady = Duration.ofNanos(System.nanoTime() - start);
        Thread.ofVirtual().start(operator::watchHeap);
        return operator;
    }

    /** From the start of the process to the first answer that says it is ready. */
    Duration untilReady() {
        return untilReady;
    }

    /** Resident memory in bytes ({@code VmRSS} of {@code /proc/PID/status}). */
    long resident() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
            }
        }
        throw new IOException("the operator has ended");
    }

    /** Requests to the API server so far. */
    double requests() {
        return sum(line -> line.startsWith("dropwhy_api_requests_total"));
    }

    /** Of them, those that write. */
    double writes() {
        return sum(line -> line.startsWith("dropwhy_api_requests_total") && !line.contains("GET"));
    }

    /** The most heap that any look at it showed, garbage included. */
    long heapPeak() {
        return heapPeak.get();
    }

    /** Heap in use after a full collection. */
    long heapAtRest() {
        try {
            new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(process.pid()),
                            "GC.run")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return heap();
    }

    private long heap() {
        return (long) sum(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""));
    }

    private void watchHeap() {
        while (process.isAlive()) {
            try {
                heapPeak.accumulateAndGet(heap(), Math::max);
                Thread.sleep(SAMPLING);
            } catch (InterruptedException e) {
                return;
            } catch (UncheckedIOException e) {
                return; // it has ended
            }
        }
    }

    private boolean isReady() {
        try {
            return get("/readyz").statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private double sum(Predicate<String> wanted) {
        return get("/metrics")
                .body()
                .lines()
                .filter(wanted)
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private HttpResponse<String> get(String path) {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create(String.format(Locale.ROOT, "http://127.0.0.1:%d%s", port, path)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
