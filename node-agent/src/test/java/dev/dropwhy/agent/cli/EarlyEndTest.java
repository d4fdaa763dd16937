package dev.dropwhy.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
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
}
