package dev.dropwhy.e2e.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * An image in the form that {@code docker load} and {@code ctr images import} read (Docker image specification 1.2): a tar
 * with {@code manifest.json}, the configuration that it names and the layers that it names, gzipped.
 *
 * @param manifest the only element of {@code manifest.json}
 * @param config the image's configuration
 * @param layers the layers, uncompressed, in order
 */
record ImageArchive(JsonNode manifest, JsonNode config, List<byte[]> layers) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A file in a layer. */
    static final class Entry {

        private final TarArchiveEntry header;
        private final byte[] content;

        Entry(TarArchiveEntry header, byte[] content) {
            this.header = header;
            this.content = content;
        }

        TarArchiveEntry header() {
            return header;
        }

        byte[] content() {
            return content;
        }
    }

    static ImageArchive read(Path file) throws IOException {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        try (InputStream in = Files.newInputStream(file)) {
            untar(in).forEach((name, entry) -> parts.put(name, entry.content()));
        }
        JsonNode manifests = JSON.readTree(part(parts, "manifest.json"));
        if (manifests.size() != 1) {
            throw new IOException(file + " holds " + manifests.size() + " images instead of one");
        }
        JsonNode manifest = manifests.get(0);
        List<byte[]> layers = new ArrayList<>();
        for (JsonNode layer : manifest.path("Layers")) {
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(part(parts, layer.asText())))) {
                layers.add(in.readAllBytes());
            }
        }
        return new ImageArchive(
                manifest, JSON.readTree(part(parts, manifest.path("Config").asText())), layers);
    }

    private static byte[] part(Map<String, byte[]> parts, String name) throws IOException {
        byte[] part = parts.get(name);
        if (part == null) {
            throw new IOException("the archive lacks '" + name + "'");
        }
        return part;
    }

    /** The digests of the layers as they are, to be compared with the configuration's {@code diff_ids}. */
    List<String> layerDigests() {
        return layers.stream().map(ImageArchive::digest).toList();
    }

    /** The file system of a container: every layer over the one before, by path without a leading slash. */
    Map<String, Entry> files() throws IOException {
        Map<String, Entry> files = new LinkedHashMap<>();
        for (byte[] layer : layers) {
            files.putAll(untar(new ByteArrayInputStream(layer)));
        }
        return files;
    }

    private static Map<String, Entry> untar(InputStream in) throws IOException {
        Map<String, Entry> entries = new LinkedHashMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isFile()) {
                    entries.put(entry.getName(), new Entry(entry, tar.readAllBytes()));
                }
            }
        }
        return entries;
    }

    private static String digest(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
