package dev.dropwhy.operator.scale;

import dev.dropwhy.operator.testing.Cluster;
import dev.dropwhy.operator.testing.SimulatedAgents;
import dev.dropwhy.operator.testing.Specs;
import dev.dropwhy.testkit.ControlPlaneBinaries;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * Measures how long the operator takes from the start of its process to ready, and what memory it holds at rest, without
 * and with an AOT cache (JEP 514), in turn, against a real API server. The cache is made by one run that ends an
 * investigation of three simulated nodes.
 *
 * <p>Argument: how often; default 5. Needs {@code KUBEBUILDER_ASSETS}.
 */
public final class StartBenchmark {

    private static final long REST_MILLIS = 5000;

    private record Start(double readyMillis, double residentMiB) {}

    private StartBenchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int times = arguments.length == 0 ? 5 : Integer.parseInt(arguments[0]);
        ControlPlaneBinaries binaries = ControlPlaneBinaries.find(System.getenv())
                .orElseThrow(() -> new IllegalStateException(ControlPlaneBinaries.MISSING));
        Path folder = Files.createTempDirectory("dropwhy-start-");
        try (var cluster = Cluster.start(binaries)) {
            measure(cluster, folder, times);
        } finally {
            delete(folder);
        }
    }

    private static void measure(Cluster cluster, Path folder, int times) throws IOException, InterruptedException {
        String classPath = jars(folder);
        Path cache = folder.resolve("operator.aot");
        train(cluster, classPath, cache);
        print(String.format(Locale.ROOT, "AOT cache: %.1f MiB", Files.size(cache) / 1048576.0));
        List<Start> plain = new ArrayList<>();
        List<Start> cached = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            plain.add(start(cluster, classPath, List.of()));
            cached.add(start(cluster, classPath, List.of("-XX:AOTCache=" + cache, "-XX:AOTMode=on")));
        }
        print("                start to ready, ms: median (all)              resident at rest, MiB: median (all)");
        print(line("without cache", plain));
        print(line("with cache", cached));
    }

    private static void train(Cluster cluster, String classPath, Path cache) throws IOException {
        cluster.nodes("a", "b", "c");
        try (var _ = OperatorProcess.start(cluster.server(), classPath, List.of("-XX:AOTCacheOutput=" + cache));
                var _ = new SimulatedAgents(cluster.admin(), SimulatedAgents::spanningTree)) {
            cluster.investigate("training", Specs.seconds(60));
            cluster.awaitEnd("training");
        }
        if (!Files.exists(cache)) {
            throw new IllegalStateException("the JVM made no AOT cache");
        }
    }

    private static Start start(Cluster cluster, String classPath, List<String> options)
            throws IOException, InterruptedException {
        try (var operator = OperatorProcess.start(cluster.server(), classPath, options)) {
            Thread.sleep(REST_MILLIS);
            return new Start(operator.untilReady().toNanos() / 1e6, operator.resident() / 1048576.0);
        }
    }

    private static String line(String what, List<Start> starts) {
        List<Double> ready = starts.stream().map(Start::readyMillis).sorted().toList();
        List<Double> resident = starts.stream().map(Start::residentMiB).sorted().toList();
        return String.format(Locale.ROOT, "%-15s %-45s %s", what, figures(ready), figures(resident));
    }

    private static String figures(List<Double> sorted) {
        return String.format(
                Locale.ROOT,
                "%.0f %s",
                sorted.get(sorted.size() / 2),
                sorted.stream()
                        .map(figure -> String.format(Locale.ROOT, "%.0f", figure))
                        .toList());
    }

    /** An AOT cache takes classes from jars only: the folders of the build become jars, as they are in the image. */
    private static String jars(Path folder) throws IOException {
        var entries = new ArrayList<String>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            if (!Files.isDirectory(path)) {
                entries.add(entry);
            } else if (!path.endsWith("test-classes")) {
                entries.add(jar(path, folder.resolve(entries.size() + ".jar")).toString());
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    private static Path jar(Path classes, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                var entries = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                entries.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, entries);
                entries.closeEntry();
            }
        }
        return jar;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @SuppressWarnings("SystemOut") // a benchmark prints
    private static void print(String line) {
        System.out.println(line);
    }
}
