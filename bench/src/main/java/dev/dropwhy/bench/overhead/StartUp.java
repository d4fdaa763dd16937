package dev.dropwhy.bench.overhead;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How long the product takes from the start of its process until its engine counts and its first counters are read, through
 * the launcher, with the launcher's AOT cache (JEP 514) and without, in turn.
 */
final class StartUp {

    private static final Map<String, String> CACHE = Map.of();
    private static final Map<String, String> NO_CACHE = Map.of("JDK_JAVA_OPTIONS", "-XX:AOTMode=off");

    private final Wire wire;
    private final Path launcher;

    StartUp(Wire wire, Path launcher) {
        this.wire = wire;
        this.launcher = launcher;
    }

    /**
     * Milliseconds of each start.
     *
     * @param withCache with the cache
     * @param without without it
     */
    record Times(List<Double> withCache, List<Double> without) {}

    /** Starts it so many times in each way. */
    Times measure(int starts) throws IOException, InterruptedException {
        List<Double> withCache = new ArrayList<>();
        List<Double> without = new ArrayList<>();
        for (int i = 0; i < starts; i++) {
            withCache.add(start(CACHE));
            without.add(start(NO_CACHE));
        }
        return new Times(withCache, without);
    }

    private double start(Map<String, String> environment) throws IOException, InterruptedException {
        List<String> command = wire.receiver()
                .command(List.of(
                        launcher.toString(), "run", "--interface", Wire.RECEIVER, "--duration", "60", "-o", "json"));
        try (Child child = new Child(command, environment)) {
            child.await(() -> child.said(Dropwhy.BEGUN));
            Duration took = child.saidAfter(Dropwhy.BEGUN);
            child.end("TERM");
            return took.toNanos() / 1e6;
        }
    }
}
