package dev.dropwhy.bench.overhead;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process that watches: what it says, and its processor time and memory as the kernel counts them. */
final class Child implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration END_LIMIT = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(2);

    private final Process process;
    private final ProcessClock clock;
    private final long started;
    private final Queue<Line> errors = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<String> output = new CompletableFuture<>();
    private long peakBytes;

    /**
     * A line of standard error.
     *
     * @param atNanos when it was read, by {@link System#nanoTime}
     * @param text the line
     */
    private record Line(long atNanos, String text) {}

    /** Starts it. */
    Child(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        started = System.nanoTime();
        process = builder.start();
        clock = new ProcessClock(process.pid());
        Thread.ofPlatform().daemon().name("child's errors").start(this::readErrors);
        Thread.ofPlatform().daemon().name("child's output").start(this::readOutput);
    }

    private void readErrors() {
        try (BufferedReader reader = process.errorReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                errors.add(new Line(System.nanoTime(), line));
            }
        } catch (IOException e) {
            errors.add(new Line(System.nanoTime(), "cannot read on: " + e.getMessage()));
        }
    }

    private void readOutput() {
        try {
            output.complete(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            output.completeExceptionally(e);
        }
    }

    /** Writes all that is ever to come on its standard input. */
    void tell(String input) throws IOException {
        try (var writer = process.outputWriter(StandardCharsets.UTF_8)) {
            writer.write(input);
        }
    }

    /** What tells that a child is ready. */
    @FunctionalInterface
    interface Sign {
        boolean given() throws IOException;
    }

    /** Waits for a sign of the child. */
    void await(Sign sign) throws IOException, InterruptedException {
        while (!sign.given()) {
            if (!process.isAlive()) {
                throw new IOException("it ended at once: " + said());
            }
            if (System.nanoTime() - started > START_LIMIT.toNanos()) {
                throw new IOException("it did not begin within " + START_LIMIT.toSeconds() + " s: " + said());
            }
            Thread.sleep(LOOK);
        }
    }

    /** Whether it has said so on standard error, at the beginning of a line. */
    boolean said(String words) {
        return errors.stream().anyMatch(line -> line.text().startsWith(words));
    }

    /** How long after its start it said so. */
    Duration saidAfter(String words) throws IOException {
        return errors.stream()
                .filter(line -> line.text().startsWith(words))
                .map(line -> Duration.ofNanos(line.atNanos() - started))
                .findFirst()
                .orElseThrow(() -> new IOException("it did not say \"" + words + "\": " + said()));
    }

    /** All that it said on standard error. */
    String said() {
        return String.join("\n", errors.stream().map(Line::text).toList());
    }

    /** Open descriptors of a kind, such as {@code anon_inode:[perf_event]}. */
    long descriptors(String kind) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            return all.filter(path -> target(path).equals(kind)).count();
        } catch (NoSuchFileException e) {
            return 0; // it has just ended, and what it said tells more
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }

    long cpuNanos() throws IOException {
        return clock.nanos();
    }

    /** Ends it by a signal and waits; its largest size is looked at until the end. */
    String end(String signal) throws IOException, InterruptedException {
        lookAtSize();
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .inheritIO()
                .start();
        kill.waitFor();
        long limit = System.nanoTime() + END_LIMIT.toNanos();
        while (!process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
            lookAtSize();
            if (System.nanoTime() > limit) {
                throw new IOException("it did not end within " + END_LIMIT.toSeconds() + " s: " + said());
            }
        }
        return output.join();
    }

    /** VmHWM, the largest resident size until now: read again and again, as it is gone with the process. */
    private void lookAtSize() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            lines.filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .forEach(kibibytes -> peakBytes = Math.max(peakBytes, Long.parseLong(kibibytes) * 1024));
        } catch (IOException | RuntimeException e) {
            // it has just ended
        }
    }

    /** Largest resident size that was seen. */
    long peakBytes() {
        return peakBytes;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
