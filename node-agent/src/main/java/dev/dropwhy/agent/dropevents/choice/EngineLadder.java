package dev.dropwhy.agent.dropevents.choice;

import dev.dropwhy.agent.dropevents.DropEventEngine;
import dev.dropwhy.agent.dropevents.EngineUnavailableException;
import dev.dropwhy.api.EngineChoice;
import dev.dropwhy.api.EventSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Starts the wanted engine, or the best that can run here, and says why not a better one. */
public final class EngineLadder {

    /** {@link EngineChoice#reason()} holds no more. */
    private static final int LONGEST_REASON = 512;

    private final Map<EventSource, Supplier<? extends DropEventEngine>> rungs;

    /**
     * Makes a ladder.
     *
     * @param rungs makers of the engines that this release has, best first; one that changes what it measures ({@link
     *     EventSource#Capture}) starts only where it is asked for by name, wherever it stands here
     */
    public EngineLadder(Map<EventSource, Supplier<? extends DropEventEngine>> rungs) {
        this.rungs = new LinkedHashMap<>(rungs);
    }

    /**
     * An engine that runs.
     *
     * @param engine started
     * @param choice which it is, and why not a better one
     */
    public record Started(DropEventEngine engine, EngineChoice choice) {}

    /**
     * Starts an engine. Never fails: where none can run, the engine without events does.
     *
     * @param wanted what was asked for; {@link EventSource#Auto} tries every rung from the best down, a named engine only
     *     itself
     */
    public Started start(EventSource wanted) {
        return switch (wanted) {
            case Auto ->
                firstOf(rungs.keySet().stream()
                        .filter(rung -> rung != EventSource.Capture)
                        .toList());
            case CountersOnly -> countersOnly("Counters alone were asked for.");
            case Ebpf, DropMonitor, Tracefs, Capture ->
                rungs.containsKey(wanted)
                        ? firstOf(List.of(wanted))
                        : countersOnly(
                                "The engine %s was asked for, and this release of dropwhy does not have it; it has %s."
                                        .formatted(wanted, rungs.keySet()));
        };
    }

    private Started firstOf(List<EventSource> candidates) {
        List<String> obstacles = new ArrayList<>();
        for (EventSource candidate : candidates) {
            Supplier<? extends DropEventEngine> maker = rungs.get(candidate);
            if (maker == null) {
                continue;
            }
            DropEventEngine engine = maker.get();
            try {
                engine.start();
                return new Started(engine, new EngineChoice(candidate, obstacles.isEmpty() ? null : reason(obstacles)));
            } catch (EngineUnavailableException e) {
                engine.close();
                obstacles.add(candidate + ": " + e.getMessage());
            } catch (RuntimeException | LinkageError e) {
                engine.close();
                obstacles.add(candidate + ": could not start: " + e);
            }
        }
        return countersOnly(reason(obstacles));
    }

    private static Started countersOnly(String reason) {
        return new Started(new CountersOnlyEngine(), new EngineChoice(EventSource.CountersOnly, reason));
    }

    private static String reason(List<String> obstacles) {
        String reason = String.join(" ", obstacles);
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON - 1) + "…";
    }
}
