package dev.dropwhy.lab.investigation;

import dev.dropwhy.lab.network.Command;
import dev.dropwhy.lab.network.Namespace;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One run of {@code dropwhy run} in a namespace. */
public final class Investigation implements AutoCloseable {

    private static final String MAIN_CLASS = "dev.dropwhy.agent.cli.Main";

    /** How a line of standard error begins that says that the window has begun. */
    private static final String WINDOW_BEGUN = "Observing ";

    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration REPORT_LIMIT = Duration.ofMinutes(1);
    private final Process process;
    private final int seconds;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CompletableFuture<String> output = new CompletableFuture<>();
    private final Queue<String> messages = new ConcurrentLinkedQueue<>();
    private volatile long beginNanos;

    private Investigation(Process process, int seconds) {
        this.process = process;
        this.seconds = seconds;
        Thread.ofVirtual().start(this::readMessages);
        Thread.ofVirtual().start(this::readOutput);
    }

    /**
     * Starts the product in a namespace.
     *
     * @param interfaces interfaces to balance
     * @param seconds length of the window
     * @param options further options
     */
    public static Investigation start(Namespace namespace, List<String> interfaces, int seconds, List<String> options)
            throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xms16m", // as the launcher does
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                MAIN_CLASS,
                "run",
                "-o",
                "json",
                "--duration",
                Integer.toString(seconds)));
        interfaces.forEach(name -> words.addAll(List.of("--interface", name)));
        words.addAll(options);
        return new Investigation(new ProcessBuilder(namespace.command(words)).start(), seconds);
    }

    private void readMessages() {
        try (BufferedReader reader = process.errorReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                messages.add(line);
                if (begun.getCount() > 0 && line.startsWith(WINDOW_BEGUN)) {
                    beginNanos = System.nanoTime();
                    begun.countDown();
                }
            }
        } catch (IOException e) {
            messages.add("cannot read on: " + e.getMessage());
        } finally {
            begun.countDown();
        }
    }

    private void readOutput() {
        try {
            output.complete(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            output.completeExceptionally(e);
        }
    }

    private String said() {
        return String.join("\n", messages);
    }

    /** The product's process. {@code ip netns exec} becomes it, so it has the same id. */
    public ProcessHandle process() {
        return process.toHandle();
    }

    /** Waits until the product says that the window has begun. */
    public void awaitWindow() throws IOException, InterruptedException {
        if (!begun.await(START_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException(
                    "the product did not begin its window within " + START_LIMIT.toSeconds() + " s: " + said());
        }
        if (beginNanos == 0) {
            throw new IOException("the product ended before its window: " + said());
        }
    }

    /**
     * Sends the product a signal. TERM ends the window as INT does, and unlike INT it is not ignored by what a shell starts in
     * the background.
     */
    public void signal(String name) throws IOException, InterruptedException {
        Command.run(List.of("kill", "-" + name, Long.toString(process.pid())));
    }

    /** How much of the window is left, by this process's clock. */
    public Duration windowLeft() {
        return Duration.ofSeconds(seconds).minusNanos(System.nanoTime() - beginNanos);
    }

    /** Waits for the end and reads the answer. */
    public Answer await() throws IOException, InterruptedException {
        long limit = windowLeft().plus(REPORT_LIMIT).toMillis();
        if (!process.waitFor(limit, TimeUnit.MILLISECONDS)) {
            throw new IOException(
                    "the product did not report within " + REPORT_LIMIT.toSeconds() + " s after its window: " + said());
        }
        return Answer.read(process.exitValue(), output.join(), said());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
