package dev.dropwhy.lab.flood;

import dev.dropwhy.diagnosis.observation.Observation;
import dev.dropwhy.diagnosis.replay.ObservationFormatException;
import dev.dropwhy.diagnosis.replay.ObservationJson;
import dev.dropwhy.lab.network.Command;
import dev.dropwhy.lab.network.Namespace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code dropwhy observe} in a namespace: the whole observation, of which a report shows a part. */
final class Recorder implements AutoCloseable {

    private static final String WINDOW_BEGUN = "Observing ";
    private static final int END_SECONDS = 120;

    private final Path file;
    private final Process process;
    private final BufferedReader errors;

    private Recorder(Path file, Process process) {
        this.file = file;
        this.process = process;
        this.errors = process.errorReader(StandardCharsets.UTF_8);
    }

    /** Starts it and waits until its window has begun. */
    static Recorder start(Namespace namespace, List<String> interfaces) throws IOException {
        Path file = Files.createTempFile("dropwhy-flood", ".json");
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.dropwhy.agent.cli.Main",
                "observe",
                "--duration",
                "600",
                "--output",
                file.toString()));
        interfaces.forEach(name -> words.addAll(List.of("--interface", name)));
        Process process = new ProcessBuilder(namespace.command(words))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Recorder recorder = new Recorder(file, process);
        String first = recorder.errors.readLine();
        if (first == null || !first.startsWith(WINDOW_BEGUN)) {
            recorder.close();
            throw new IOException("dropwhy observe did not begin: " + first);
        }
        return recorder;
    }

    /** Ends the window and reads the observation. */
    Observation end() throws IOException, InterruptedException {
        Command.run(List.of("kill", "-TERM", Long.toString(process.pid())));
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("dropwhy observe did not end well: "
                    + String.join(" ", errors.lines().toList()));
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new ObservationJson().read(in);
        } catch (ObservationFormatException e) {
            throw new IOException("dropwhy observe wrote what dropwhy diagnose does not read", e);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(file);
    }
}
