package dev.dropwhy.agent.dropevents.dropmonitor;

import dev.dropwhy.agent.linux.Libc;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process that stops the drop monitor if this one dies before it could: the kernel ties the monitor to no process. It waits
 * for the end of its standard input, whose other end only this process holds.
 */
final class MonitorGuard implements AutoCloseable {

    private static final Duration LONGEST_END = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** SIGHUP, SIGINT and SIGTERM. */
    private static final int[] ENDING = {1, 2, 15};

    private static final String READY = "ready";

    /** Tells the guard that nothing is left to do. */
    private static final byte DONE = 'd';

    private final Process process;

    private MonitorGuard(Process process) {
        this.process = process;
    }

    /**
     * Starts one, and waits until it is there.
     *
     * @param before how the monitor is to be set up again
     */
    static MonitorGuard start(MonitorSettings before) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx16m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xrs",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MonitorGuard.class.getName(),
                        before.text()))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "JAVA_OPTS"));
        MonitorGuard guard = new MonitorGuard(builder.start());
        try {
            guard.awaitReady();
            return guard;
        } catch (IOException e) {
            guard.close();
            throw e;
        }
    }

    private void awaitReady() throws IOException {
        CompletableFuture<String> line = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("monitor-guard").start(() -> {
            try (var reader = process.inputReader(StandardCharsets.US_ASCII)) {
                line.complete(String.valueOf(reader.readLine()));
            } catch (IOException e) {
                line.completeExceptionally(e);
            }
        });
        try {
            if (!line.get(LIMIT.toSeconds(), TimeUnit.SECONDS).equals(READY)) {
                throw new IOException("the process that would stop the monitor after this one's death could not start");
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the process that would stop the monitor after this one's death gave no sign", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a process was started", e);
        }
    }

    /** Lets it go: the monitor is stopped and set up as it was. */
    @Override
    public void close() {
        try (OutputStream out = process.getOutputStream()) {
            out.write(DONE);
        } catch (IOException e) {
            // it is gone already
        }
        process.destroyForcibly()
                .onExit()
                .completeOnTimeout(process, LONGEST_END.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** Leaves the monitor to the guard, which stops it now. */
    void leave() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // Its standard input ends at the latest with this process.
        }
    }

    /** The guard's own life. */
    public static void main(String[] arguments) throws IOException {
        for (int signal : ENDING) {
            Libc.ignoreSignal(signal); // a terminal sends them to all of its processes, and this one outlives the other
        }
        MonitorSettings before = MonitorSettings.parse(arguments[0]).orElse(MonitorSettings.INITIAL);
        try (MonitorControl control = MonitorControl.open().orElseThrow()) {
            System.out.println(READY);
            System.out.flush();
            if (System.in.read() != DONE && control.settings().equals(MonitorSettings.OWN)) {
                control.stop();
                control.configure(before);
            }
        }
    }
}
