package dev.dropwhy.e2e.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The images that were built last. */
class ImageArchiveTest {

    private static final long MEBIBYTE = 1 << 20;

    /** What a node has to fetch, at most. */
    private static final long LARGEST = 64 * MEBIBYTE;

    @ParameterizedTest
    @ValueSource(strings = {"agent", "operator"})
    void theArchiveIsAnImageThatEnginesTake(String name) throws IOException {
        Path file = built(name);
        ImageArchive image = ImageArchive.read(file);

        assertThat(image.manifest().path("RepoTags"))
                .singleElement()
                .asString()
                .contains("localhost/dropwhy/" + name + ":");
        assertThat(texts(image.config().path("rootfs").path("diff_ids")))
                .as("digests of the layers")
                .isEqualTo(image.layerDigests());
        assertThat(image.config().path("os").asText()).isEqualTo("linux");
        assertThat(file.getFileName().toString())
                .isEqualTo("dropwhy-" + name + "-"
                        + image.config().path("architecture").asText() + ".tar");
        System.out.printf("image %s: %.1f MiB%n", file.getFileName(), (double) Files.size(file) / MEBIBYTE);
        assertThat(Files.size(file)).isLessThan(LARGEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent", "operator"})
    void theConfigurationSaysWhatTheImageIsAndWhoRunsInIt(String name) throws IOException {
        JsonNode config = ImageArchive.read(built(name)).config().path("config");

        for (String label : List.of("title", "description", "licenses", "version", "revision")) {
            assertThat(config.path("Labels")
                            .path("org.opencontainers.image." + label)
                            .asText())
                    .as(label)
                    .isNotBlank();
        }
        assertThat(config.path("User").asText()).isEqualTo(name.equals("agent") ? "0:0" : "65532:65532");
        assertThat(config.path("Entrypoint").get(0).asText()).isEqualTo("/opt/java/bin/java");
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent", "operator"})
    void theFilesAreWhatTheImageNeedsAndNoShell(String name) throws IOException {
        Map<String, ImageArchive.Entry> files = ImageArchive.read(built(name)).files();

        assertThat(files).containsKeys("opt/java/bin/java", "opt/java/lib/modules", "app/jib-classpath-file");
        assertThat(Objects.requireNonNull(files.get("opt/java/bin/java"))
                                .header()
                                .getMode()
                        & 0111)
                .isEqualTo(0111);
        assertThat(files.keySet()).noneMatch(path -> path.matches("(usr/)?bin/.*sh"));
        // Nothing in the images has to trust anybody but the cluster's own authority.
        assertThat(files).doesNotContainKey("opt/java/lib/security/cacerts");
        assertThat(files.values())
                .allSatisfy(entry -> assertThat(entry.header().getLongUserId()).isZero())
                // set-uid, set-gid or writable by everybody
                .allSatisfy(entry -> assertThat(entry.header().getMode() & 06002)
                        .as(entry.header().getName())
                        .isZero());
    }

    /** Only the runtime itself can dump one, and that of another architecture does not run where the image is built. */
    @ParameterizedTest
    @ValueSource(strings = {"agent", "operator"})
    void theImageOfThisMachinesArchitectureHasAnArchiveOfItsClasses(String name) throws IOException {
        ImageArchive image = ImageArchive.read(built(name));
        boolean ofThisMachine = image.config().path("architecture").asText().equals(BuiltImages.machine());

        assertThat(image.files().containsKey("opt/java/lib/server/classes.jsa")).isEqualTo(ofThisMachine);
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent", "operator"})
    void theBillsOfMaterialsNameEveryJarAndLibrary(String name) throws IOException {
        ImageArchive image = ImageArchive.read(built(name));
        Map<String, ImageArchive.Entry> files = image.files();
        List<String> jars = components(files, "application");
        List<String> packages = components(files, "system");

        assertThat(packages).contains("libc6", "openjdk");
        if (name.equals("agent")) {
            assertThat(packages)
                    .contains(
                            "libbpf1",
                            libpcap(image.config().path("architecture").asText()));
        }
        assertThat(files.keySet().stream()
                        .filter(path -> path.startsWith("app/libs/"))
                        .map(path -> path.substring("app/libs/".length()).replaceAll("-[0-9][^/]*\\.jar$", "")))
                .as("jars in the image")
                .isNotEmpty()
                .isSubsetOf(jars);
    }

    /** The image of another architecture than this machine's is made of Debian 13, which calls the package differently. */
    private static String libpcap(String architecture) {
        return architecture.equals(BuiltImages.machine()) ? "libpcap0.8" : "libpcap0.8t64";
    }

    private static List<String> components(Map<String, ImageArchive.Entry> files, String bill) throws IOException {
        String path = "usr/share/sbom/" + bill + ".cdx.json";
        assertThat(files).containsKey(path);
        JsonNode document = new ObjectMapper()
                .readTree(Objects.requireNonNull(files.get(path)).content());
        assertThat(document.path("bomFormat").asText()).isEqualTo("CycloneDX");
        return StreamSupport.stream(document.path("components").spliterator(), false)
                .map(component -> component.path("name").asText())
                .toList();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static Path built(String name) throws IOException {
        return BuiltImages.latest(name, "amd64|arm64");
    }
}
