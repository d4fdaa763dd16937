package dev.dropwhy.lab.virtio.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dropwhy.lab.network.Command;
import dev.dropwhy.lab.virtio.debian.Architecture;
import dev.dropwhy.lab.virtio.debian.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The container image of the agent, unpacked: its files at their paths and its own command line, so that a guest of another
 * architecture than this machine's runs what a node of that architecture would.
 */
public final class ContainerImage extends GuestImage {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final List<String> agent;

    private ContainerImage(Architecture architecture, Path busybox, Path folder, List<String> agent) {
        super(architecture, busybox);
        this.folder = folder;
        this.agent = List.copyOf(agent);
    }

    /**
     * Unpacks an image into a folder that lives as long as this.
     *
     * @param archive what {@code images/build.sh} writes: a docker archive of gzipped layers
     * @param busybox of the image's architecture, linked to nothing
     * @throws IOException also where it is an image of another architecture than guests can have
     */
    public static ContainerImage unpack(Path archive, Path busybox) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("dropwhy-guest-image");
        try {
            Path parts = Files.createDirectory(folder.resolve("parts"));
            Path root = Files.createDirectory(folder.resolve("root"));
            Command.run(List.of("tar", "-xf", archive.toString(), "-C", parts.toString()), LIMIT);
            JsonNode manifest = read(parts, "manifest.json").path(0);
            JsonNode config = read(parts, manifest.path("Config").asText());
            for (JsonNode layer : manifest.path("Layers")) {
                Path part = parts.resolve(layer.asText());
                Command.run(
                        List.of(
                                "tar",
                                "--warning=no-unknown-keyword",
                                "--no-same-owner",
                                "-xzf",
                                part.toString(),
                                "-C",
                                root.toString()),
                        LIMIT);
            }
            Trees.delete(parts);
            Architecture architecture =
                    Architecture.valueOf(config.path("architecture").asText().toUpperCase(Locale.ROOT));
            return new ContainerImage(architecture, busybox, folder, command(config.path("config")));
        } catch (IOException | InterruptedException | RuntimeException e) {
            Trees.delete(folder);
            throw e;
        }
    }

    private static JsonNode read(Path parts, String name) throws IOException {
        return JSON.readTree(parts.resolve(name).toFile());
    }

    /** Entry point and environment of the image's configuration. */
    private static List<String> command(JsonNode config) {
        List<String> words = new ArrayList<>(List.of("env", "-i"));
        config.path("Env").forEach(variable -> words.add(variable.asText()));
        config.path("Entrypoint").forEach(word -> words.add(word.asText()));
        return words;
    }

    @Override
    public List<String> agent() {
        return agent;
    }

    @Override
    void addAgent(CpioArchive archive) throws IOException {
        archive.copyTree(folder.resolve("root"), Path.of(""));
    }

    @Override
    public void close() throws IOException {
        Trees.delete(folder);
    }
}
