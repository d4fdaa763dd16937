package dev.dropwhy.e2e.corpus;

import dev.dropwhy.lab.network.Command;
import dev.dropwhy.lab.virtio.VirtioLab;
import dev.dropwhy.lab.virtio.debian.PrivateApt;
import dev.dropwhy.lab.virtio.debian.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The captures in {@code tests/} of tcpdump's source package, most of them made to break parsers; fetched, not committed. */
final class TcpdumpCorpus {

    /** The release whose tcpdump the differences were explained for. */
    private static final String SUITE = "bookworm";

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private TcpdumpCorpus() {}

    /** The captures, sorted; fetched into the cache if they are not there yet. */
    static List<Path> files() throws IOException, InterruptedException {
        Path folder = VirtioLab.cache().resolve("tcpdump-" + SUITE);
        Path tests = folder.resolve("tests");
        if (!Files.isDirectory(tests)) {
            fetch(folder, tests);
        }
        try (Stream<Path> all = Files.list(tests)) {
            return all.filter(file -> file.toString().endsWith(".pcap"))
                    .sorted()
                    .toList();
        }
    }

    private static void fetch(Path folder, Path tests) throws IOException, InterruptedException {
        Path sources = folder.resolve("sources");
        Path unpacked = folder.resolve("unpacked");
        Trees.delete(unpacked);
        Files.createDirectories(unpacked);
        PrivateApt apt = PrivateApt.ofSources(folder.resolve("apt"), "debian", SUITE);
        apt.update();
        apt.source("tcpdump", sources);
        Command.run(
                List.of(
                        "tar",
                        "-C",
                        unpacked.toString(),
                        "--strip-components=1",
                        "-xf",
                        original(sources).toString()),
                LIMIT);
        Files.move(unpacked.resolve("tests"), tests, StandardCopyOption.ATOMIC_MOVE);
        Trees.delete(unpacked);
    }

    private static Path original(Path sources) throws IOException {
        try (Stream<Path> all = Files.list(sources)) {
            return all.filter(file -> file.getFileName().toString().contains(".orig.tar."))
                    .filter(file -> !file.toString().endsWith(".asc"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("The source package of tcpdump has no original archive."));
        }
    }
}
