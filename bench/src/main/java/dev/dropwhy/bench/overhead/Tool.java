package dev.dropwhy.bench.overhead;

import dev.dropwhy.lab.network.Command;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** A watcher that is a program with a process. */
abstract class Tool implements Watcher {

    private final String label;
    private final String program;
    private final String remedy;

    /**
     * @param label its name in the tables
     * @param program what must be on the search path
     * @param remedy where it comes from
     */
    Tool(String label, String program, String remedy) {
        this.label = label;
        this.program = program;
        this.remedy = remedy;
    }

    /** The words that start it. */
    abstract List<String> command(Wire wire) throws IOException;

    /** Whether it is about to watch. */
    abstract boolean watches(Child child) throws IOException;

    /** What it reads on its standard input, from the beginning to the end. */
    String input() {
        return "";
    }

    /** Time that it takes to watch after {@link #watches} is true; what it saw is compared with the truth anyway. */
    Duration settling() {
        return Duration.ZERO;
    }

    /** Time that it takes until the last drop has reached it. */
    Duration lingering() {
        return Duration.ZERO;
    }

    /** The signal that ends it and makes it say what it saw. */
    String signal() {
        return "INT";
    }

    /** What it saw. */
    abstract Findings findings(String output, String errors) throws IOException, InterruptedException;

    /** See {@link Sighting}. */
    record Findings(OptionalLong seen, OptionalLong lost, OptionalDouble explained) {}

    @Override
    public final String label() {
        return label;
    }

    @Override
    public Optional<String> absent() {
        return Command.exists(program)
                ? Optional.empty()
                : Optional.of("\"" + program + "\" is not installed; " + remedy);
    }

    @Override
    public final Watch begin(Wire wire) throws IOException, InterruptedException {
        Child child = new Child(command(wire), Map.of());
        try {
            child.tell(input());
            child.await(() -> watches(child));
            Thread.sleep(settling());
            return new Watching(child);
        } catch (IOException | InterruptedException | RuntimeException e) {
            child.close();
            throw e;
        }
    }

    private final class Watching implements Watch {

        private final Child child;

        private Watching(Child child) {
            this.child = child;
        }

        @Override
        public long cpuNanos() throws IOException {
            return child.cpuNanos();
        }

        @Override
        public Sighting end() throws IOException, InterruptedException {
            Thread.sleep(lingering());
            String output = child.end(signal());
            Findings findings = findings(output, child.said());
            return new Sighting(
                    findings.seen(), findings.lost(), findings.explained(), OptionalLong.of(child.peakBytes()));
        }

        @Override
        public void close() {
            child.close();
        }
    }
}
