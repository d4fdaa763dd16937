package dev.dropwhy.e2e.images;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dropwhy.e2e.chart.Chart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** The archives that {@code images/build.sh} wrote last. */
final class BuiltImages {

    private BuiltImages() {}

    /**
     * The archive that was built last.
     *
     * @param name agent or operator
     * @param architectures Debian's names of those that will do, separated by {@code |}
     * @throws org.opentest4j.TestAbortedException where there is none: the test is skipped, aloud
     */
    static Path latest(String name, String architectures) throws IOException {
        Path target = Chart.REPOSITORY.resolve("images").resolve(name).resolve("target");
        List<Path> archives = List.of();
        if (Files.isDirectory(target)) {
            try (var files = Files.list(target)) {
                archives = files.filter(file ->
                                file.toString().matches(".*/dropwhy-" + name + "-(" + architectures + ")\\.tar"))
                        .sorted(Comparator.comparingLong(
                                        (Path file) -> file.toFile().lastModified())
                                .reversed())
                        .toList();
            }
        }
        String reason = "skipped: the image of the " + name + " is not built (images/build.sh)";
        if (archives.isEmpty()) {
            System.out.println(reason);
        }
        assumeTrue(!archives.isEmpty(), reason);
        return archives.getFirst();
    }

    /** This machine's architecture, by Debian's name. */
    static String machine() {
        return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    }
}
