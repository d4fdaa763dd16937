package dev.dropwhy.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CommittedCrdsTest {

    private static final Path COMMITTED = Path.of("src/main/resources/crds");

    @Test
    void theCommittedManifestsAreThoseThatTheRecordsGenerate() throws IOException {
        assertThat(committed())
                .as(
                        "the CRDs in crds/%s differ from the records; write them anew with"
                                + " ./mvnw -q -pl crds test-compile exec:java@crds",
                        COMMITTED)
                .isEqualTo(CrdManifests.generate());
    }

    private static Map<String, String> committed() throws IOException {
        Map<String, String> manifests = new TreeMap<>();
        try (Stream<Path> files = Files.list(COMMITTED)) {
            for (Path file : files.toList()) {
                manifests.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return manifests;
    }
}
