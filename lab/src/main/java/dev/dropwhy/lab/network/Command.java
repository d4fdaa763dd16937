package dev.dropwhy.lab.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs a command of the system and keeps what it said. */
public final class Command {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Command() {}

    /**
     * Runs a command to its end.
     *
     * @return its standard output
     * @throws IOException if it cannot be started, takes more than 20 seconds, or ends with another status than 0; the
     *     message holds what it printed
     */
    public static String run(List<String> words) throws IOException, InterruptedException {
        return run(words, "");
    }

    /** As {@link #run(List)}, with a standard input. */
    public static String run(List<String> words, String input) throws IOException, InterruptedException {
        return run(words, input, LIMIT);
    }

    /** As {@link #run(List)}, for a command that may take longer. */
    public static String run(List<String> words, Duration limit) throws IOException, InterruptedException {
        return run(words, "", limit);
    }

    private static String run(List<String> words, String input, Duration limit)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
            stdin.write(input);
        }
        Thread watchdog = Thread.ofVirtual().start(() -> {
            try {
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        watchdog.interrupt();
        if (status != 0) {
            throw new IOException(
                    "\"%s\" ended with %d: %s".formatted(String.join(" ", words), status, output.strip()));
        }
        return output;
    }

    /** Splits a command line at blanks: the lab's own commands never hold a blank inside a word. */
    static List<String> words(String line) {
        return List.of(line.strip().split(" +", -1));
    }

    static List<String> concat(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    /** Whether a program is on the search path. */
    public static boolean exists(String program) {
        return find(program).isPresent();
    }

    /** Where a program is on the search path. */
    public static Optional<Path> find(String program) {
        try {
            return Optional.of(
                    Path.of(run(List.of("sh", "-c", "command -v " + program)).strip()));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
    }
}
