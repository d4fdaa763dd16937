package dev.dropwhy.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dropwhy.report.ExitCode;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlyEndTest {

    @Test
    void aSignalEndsTheWindowEarlyAndTheReportIsWhole(@TempDir Path directory) throws Exception {
        Path out = directory.resolve("out.json");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "run",
                        "-i",
                        "lo",
                        "-d",
                        "300",
                        "-o",
                        "json")
                .redirectOutput(out.toFile())
                .start();
        try (BufferedReader err = process.errorReader(StandardCharsets.UTF_8)) {
            String line;
            do {
                line = err.readLine();
            } while (line != null && !line.startsWith("Observing"));
            assertThat(line).startsWith("Observing lo");
            process.destroy(); // SIGTERM; Ctrl-C takes the same way
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isBetween(0, 1);
        JsonNode status = new ObjectMapper().readTree(Files.readString(out)).at("/status");
        assertThat(status.at("/headline").asText()).isNotBlank();
        assertThat(Duration.between(
                        Instant.parse(status.at("/startTime").asText()),
                        Instant.parse(status.at("/completionTime").asText())))
                .isLessThan(Duration.ofSeconds(100));
    }

    @Test
    void aNodeThatOpensSlowlyHasTimeToReportAfterTheSignal() throws Exception {
        Ended ended = signalled("800", "2000", "300", "60000");
        assertThat(ended.out()).containsExactly("report");
        assertThat(ended.err()).isEmpty();
        assertThat(ended.exitValue()).isEqualTo(1);
    }

    @Test
    void anEndWithoutAReportIsSaid() throws Exception {
        Ended ended = signalled("800", "60000", "300", "1000");
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains("no report within 1 s after the signal");
        assertThat(ended.exitValue()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void patienceGrowsWithTheOpeningAndIsBounded() {
        EarlyEnd.Patience usual = EarlyEnd.Patience.USUAL;
        assertThat(usual.after(Duration.ofMillis(400))).isEqualTo(Duration.ofSeconds(30));
        assertThat(usual.after(Duration.ofSeconds(4))).isEqualTo(Duration.ofSeconds(80));
        assertThat(usual.after(Duration.ofHours(1))).isEqualTo(Duration.ofMinutes(10));
    }

    /** What a command said after the signal, and how it ended. */
    private record Ended(List<String> out, String err, int exitValue) {}

    private static Ended signalled(String... milliseconds) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SlowRun.class.getName()));
        words.addAll(List.of(milliseconds));
        Process process = new ProcessBuilder(words).start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
                BufferedReader err = process.errorReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("open");
            process.toHandle().destroy(); // Process.destroy would close the streams that tell what it said
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Ended(out.lines().toList(), err.lines().collect(Collectors.joining("\n")), process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }
}
