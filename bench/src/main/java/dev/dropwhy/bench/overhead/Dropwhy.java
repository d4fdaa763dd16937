package dev.dropwhy.bench.overhead;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dropwhy.api.Cause;
import dev.dropwhy.api.EventSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The product as a user runs it: the launcher of this source tree, with one of its engines. */
final class Dropwhy extends Tool {

    /** What it says when its first counters were read and its engine counts. */
    static final String BEGUN = "Observing ";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path launcher;
    private final EventSource engine;

    Dropwhy(Path launcher, EventSource engine) {
        super("dropwhy " + engine, launcher.toString(), "run this from a source tree.");
        this.launcher = launcher;
        this.engine = engine;
    }

    /** Tries it: an engine that falls back to another one would be measured under a wrong name. */
    @Override
    public Optional<String> absent() {
        try (Child child = new Child(run("lo"), Map.of())) {
            child.await(() -> child.said(BEGUN));
            for (JsonNode condition :
                    JSON.readTree(child.end(signal())).path("status").path("conditions")) {
                if (condition.path("reason").asText().equals(engine.name())) {
                    return Optional.empty();
                }
            }
            return Optional.of(child.said().lines().skip(1).findFirst().orElse("it used another engine"));
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    /** What it says of the engine that it used instead of the one that was asked for; empty where it used that one. */
    private Optional<String> instead(JsonNode investigation) {
        for (JsonNode condition : investigation.path("status").path("conditions")) {
            if (condition.path("type").asText().equals("AgentsReady")
                    && !condition.path("reason").asText().equals(engine.name())) {
                return Optional.of(condition.path("message").asText());
            }
        }
        return Optional.empty();
    }

    private List<String> run(String interfaceName) {
        return List.of(
                launcher.toString(),
                "run",
                "--events",
                engine.name(),
                "--interface",
                interfaceName,
                "--duration",
                "600",
                "--output",
                "json");
    }

    /** {@code ip netns exec} would mount a /sys without tracefs, which one engine needs. */
    @Override
    List<String> command(Wire wire) {
        return Stream.concat(
                        Stream.of(
                                "nsenter", "--net=/run/netns/" + wire.receiver().name()),
                        run(Wire.RECEIVER).stream())
                .toList();
    }

    @Override
    boolean watches(Child child) {
        return child.said(BEGUN);
    }

    @Override
    String signal() {
        return "TERM";
    }

    @Override
    Findings findings(String output, String errors) throws IOException {
        JsonNode answer = JSON.readTree(output);
        JsonNode totals = answer.path("status").path("totals");
        if (!totals.isObject()) {
            throw new IOException("no answer: " + errors);
        }
        Optional<String> instead = instead(answer);
        if (instead.isPresent()) {
            throw new IOException(instead.get());
        }
        long dropped = totals.path("dropped").asLong();
        long explained = totals.path("explained").asLong();
        long seen = 0;
        for (JsonNode verdict : answer.path("status").path("verdicts")) {
            if (!verdict.path("cause").asText().equals(Cause.Unexplained.name())) {
                seen += verdict.path("count").asLong();
            }
        }
        return new Findings(
                engine == EventSource.CountersOnly ? OptionalLong.empty() : OptionalLong.of(seen),
                OptionalLong.of(totals.path("lostEvents").asLong()),
                dropped == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) explained / dropped));
    }
}
