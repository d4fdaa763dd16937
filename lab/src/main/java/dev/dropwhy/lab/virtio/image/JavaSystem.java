package dev.dropwhy.lab.virtio.image;

import dev.dropwhy.lab.network.Command;
import dev.dropwhy.lab.virtio.debian.Trees;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * A Java runtime of just the modules that the agent needs, and the agent's jars, in a folder that the guest sees at the same
 * path: the start-up cache (JEP 514), made here and used there, holds only for the very same files. Made once for a state of
 * the class path.
 *
 * @param folder the folder
 */
record JavaSystem(Path folder) {

    /** The modules that the agent's image has. */
    private static final String MODULES =
            "java.base,java.logging,java.management,java.naming,java.net.http,jdk.unsupported";

    /** What the lab's and the benchmarks' own classes need beside them. */
    private static final String MODULES_OF_ALL = MODULES + ",jdk.management";

    private static final String MAIN = "dev.dropwhy.agent.cli.Main";
    private static final String OF_THE_LAB = "dev/dropwhy/lab/package-info.class";
    private static final String STAMP = "complete";
    private static final int NAME_LENGTH = 16;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final FileTime NO_TIME = FileTime.fromMillis(0);

    /** With the agent. Makes it below the cache folder, or takes what is there. Other work trees have their own beside it. */
    static JavaSystem ofTheAgent(Path cache) throws IOException, InterruptedException {
        return prepare(
                cache, MODULES, classPath().filter(path -> !isOfTheLab(path)).toList());
    }

    /** As {@link #ofTheAgent}, with all that this process can call, the lab itself included. */
    static JavaSystem ofAll(Path cache) throws IOException, InterruptedException {
        return prepare(cache, MODULES_OF_ALL, classPath().toList());
    }

    private static JavaSystem prepare(Path cache, String modules, List<Path> entries)
            throws IOException, InterruptedException {
        Path all = Files.createDirectories(cache.resolve("guest-java"));
        JavaSystem system = new JavaSystem(all.resolve(state(modules, entries)));
        Path stamp = system.folder.resolve(STAMP);
        try (FileChannel channel =
                        FileChannel.open(all.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (!Files.exists(stamp)) {
                Trees.delete(system.folder);
                Files.createDirectories(system.folder.resolve("app"));
                system.make(modules, entries);
                Files.createFile(stamp);
            }
            Files.setLastModifiedTime(stamp, FileTime.from(Instant.now()));
            removeUnused(all);
            assert lock.isValid();
        }
        return system;
    }

    /** Removes what was not used for a day. */
    private static void removeUnused(Path all) throws IOException {
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        try (Stream<Path> folders = Files.list(all)) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                Path stamp = folder.resolve(STAMP);
                Path dated = Files.exists(stamp) ? stamp : folder;
                if (Files.getLastModifiedTime(dated).toInstant().isBefore(yesterday)) {
                    Trees.delete(folder);
                }
            }
        }
    }

    /** This process's class path. */
    private static Stream<Path> classPath() {
        return Stream.of(System.getProperty("java.class.path").split(":", -1))
                .map(Path::of)
                .filter(path -> Files.isRegularFile(path) || Files.isDirectory(path));
    }

    private static boolean isOfTheLab(Path path) {
        return path.getFileName().toString().startsWith("dropwhy-lab")
                || path.getFileName().toString().equals("test-classes")
                || Files.exists(path.resolve(OF_THE_LAB));
    }

    private static String state(String modules, List<Path> entries) throws IOException {
        StringBuilder text = new StringBuilder(Runtime.version().toString()).append(modules);
        for (Path entry : entries) {
            try (Stream<Path> walk = Files.walk(entry)) {
                for (Path path : walk.filter(Files::isRegularFile).sorted().toList()) {
                    text.append('\n')
                            .append(path)
                            .append(' ')
                            .append(Files.size(path))
                            .append(' ')
                            .append(Files.getLastModifiedTime(path).toMillis());
                }
            }
        }
        try {
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))
                    .substring(0, NAME_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private void make(String modules, List<Path> entries) throws IOException, InterruptedException {
        Path jlink = Path.of(System.getProperty("java.home"), "bin", "jlink");
        if (!Files.isExecutable(jlink)) {
            throw new IOException("the guest's Java runtime is made by jlink, and this Java has none: " + jlink);
        }
        Command.run(
                List.of(
                        jlink.toString(),
                        "--add-modules",
                        modules,
                        "--strip-debug",
                        "--no-header-files",
                        "--no-man-pages",
                        "--generate-cds-archive",
                        "--output",
                        runtime().toString()),
                LIMIT);
        Files.deleteIfExists(runtime().resolve("lib/server/classes_nocoops.jsa"));
        for (int i = 0; i < entries.size(); i++) {
            Path entry = entries.get(i);
            Path jar = folder.resolve("app/%02d.jar".formatted(i));
            if (Files.isDirectory(entry)) {
                pack(entry, jar);
            } else {
                Files.copy(entry, jar, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        train();
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> walk = Files.walk(classes)) {
            for (Path path : walk.filter(Files::isRegularFile).sorted().toList()) {
                JarEntry entry = new JarEntry(classes.relativize(path).toString());
                entry.setLastModifiedTime(NO_TIME);
                out.putNextEntry(entry);
                Files.copy(path, out);
                out.closeEntry();
            }
        }
    }

    /**
     * A run on an emulated processor is short and slow: compiling costs more than elsewhere, for each piece of machine code is
     * translated once more, and so does moving the start-up cache to a random address (10 s).
     */
    private static List<String> emulated() {
        return List.of(
                "-XX:CompileThresholdScaling=5", "-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0");
    }

    /** One short run of the agent on this machine, whatever it finds, tells which classes a run needs. */
    private void train() throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("timeout", "60"));
        words.add(runtime().resolve("bin/java").toString());
        words.addAll(options());
        words.add("-XX:AOTCacheOutput=" + startUpCache());
        words.addAll(
                List.of("-cp", classPathText(), MAIN, "run", "--interface", "lo", "--duration", "5", "-o", "json"));
        Process process = new ProcessBuilder(words)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.waitFor();
    }

    private static List<String> options() {
        return List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xms16m",
                "-Xmx256m",
                "-XX:-UsePerfData",
                "-Xlog:disable",
                "--enable-native-access=ALL-UNNAMED");
    }

    /** The words that start the agent's command line in the guest. */
    List<String> command() throws IOException {
        return command(MAIN);
    }

    /** The words that start a main class in the guest. */
    List<String> command(String main) throws IOException {
        List<String> words = new ArrayList<>();
        words.add(runtime().resolve("bin/java").toString());
        words.addAll(options());
        words.addAll(emulated());
        if (Files.exists(startUpCache())) {
            words.add("-XX:AOTCache=" + startUpCache());
        }
        words.addAll(List.of("-cp", classPathText(), main));
        return words;
    }

    private String classPathText() throws IOException {
        try (Stream<Path> jars = Files.list(folder.resolve("app"))) {
            return String.join(":", jars.map(Path::toString).sorted().toList());
        }
    }

    private Path startUpCache() {
        return folder.resolve("agent.aot");
    }

    /** The runtime's folder. */
    Path runtime() {
        return folder.resolve("java");
    }
}
