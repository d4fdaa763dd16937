package dev.dropwhy.agent.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcFileTest {

    @Test
    void aNumericSysctlOfSeveralDigitsIsReadWhole() throws Exception {
        // The JDK's Files.readString gives its first digit only.
        assertThat(ProcFile.read(Path.of("/proc/sys/kernel/pid_max")).strip())
                .hasSizeGreaterThan(3)
                .containsOnlyDigits();
    }

    @Test
    void aFileLargerThanTheFirstReadIsReadWhole(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("large");
        String text = "0123456789".repeat(10_000);
        Files.writeString(file, text);
        assertThat(ProcFile.read(file)).isEqualTo(text);
    }

    @Test
    void anAbsentFileIsEmpty() {
        assertThat(ProcFile.readIfPresent(Path.of("/proc/no/such/file"))).isEmpty();
    }
}
