package dev.dropwhy.e2e.images;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A container engine of this machine, as a user has it: what it loads is removed again, and containers get no network, so that
 * it changes nothing of the machine's.
 *
 * @param name podman or docker
 * @param command the words that start its command line
 * @param limits options of {@code run} that keep it from asking for more than this process may
 */
record Engine(String name, List<String> command, List<String> limits) {

    private static final Pattern LOADED = Pattern.compile("Loaded image(?:\\(s\\))?: (\\S+)");

    /** Exit code of {@code run} where the engine itself failed, and not the program in the container (podman-run(1)). */
    private static final int ENGINE_FAILED = 125;

    /**
     * What a command said.
     *
     * @param exitCode its exit code
     * @param output standard output and standard error
     */
    record Said(int exitCode, String output) {

        boolean engineFailed() {
            return exitCode == ENGINE_FAILED;
        }
    }

    /**
     * Podman, which needs no daemon, with images and containers of its own; else a Docker whose daemon answers.
     *
     * @param folder for podman's files
     */
    static Optional<Engine> find(Path folder) throws IOException, InterruptedException {
        if (onPath("podman")) {
            List<String> words = new ArrayList<>(List.of(
                    "podman",
                    "--root=" + folder.resolve("images"),
                    "--runroot=" + folder.resolve("run"),
                    "--tmpdir=" + folder.resolve("tmp"),
                    "--storage-driver=vfs",
                    "--cgroup-manager=cgroupfs",
                    "--events-backend=none"));
            if (onPath("runc")) {
                words.add("--runtime=runc"); // crun refuses mixed hierarchies of control groups
            }
            // Podman would raise these, which not every root may.
            return Optional.of(new Engine(
                    "podman",
                    words,
                    List.of("--ulimit=nofile=1024:1024", "--ulimit=nproc=1024:1024", "--pids-limit=0")));
        }
        Engine docker = new Engine("docker", List.of("docker"), List.of());
        return onPath("docker") && docker.run(List.of("info")).exitCode() == 0 ? Optional.of(docker) : Optional.empty();
    }

    private static boolean onPath(String program) {
        return Stream.concat(
                        Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1)),
                        Stream.of("/usr/sbin")) // runc's place in Debian
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** Loads an archive and tells the name of its image. */
    String load(Path archive) throws IOException, InterruptedException {
        Said said = run(List.of("load", "-i", archive.toString()));
        Matcher loaded = LOADED.matcher(said.output());
        if (said.exitCode() != 0 || !loaded.find()) {
            throw new IOException(name + " does not load " + archive + ": " + said.output());
        }
        return loaded.group(1);
    }

    /** Runs a container of an image to its end. */
    Said container(String image, List<String> options, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("run", "--rm", "--pull=never", "--network=none", "--read-only"));
        words.addAll(limits);
        words.addAll(options);
        words.add(image);
        words.addAll(arguments);
        return run(words);
    }

    /** Removes an image. */
    void remove(String image) throws IOException, InterruptedException {
        run(List.of("rmi", image));
    }

    private Said run(List<String> words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(command);
        all.addAll(words);
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), output);
    }
}
