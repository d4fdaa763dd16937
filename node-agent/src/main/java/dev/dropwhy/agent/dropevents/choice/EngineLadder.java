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
import java.util.stream.Collectors;

/** Starts the wanted engine, or the best that can run here, and says why not a better one. */
public final class EngineLadder {

    /** {@link EngineChoice#reason()} holds no more. */
    private static final int LONGEST_REASON = 512;

    /** Engines that {@link EventSource#Auto} passes over, and the sentence that says why. */
    private static final Map<EventSource, String> ONLY_BY_NAME = Map.of(
            EventSource.DropMonitor,
            "starts only where it is asked for by name, because the kernel's drop monitor would outlive an agent that is killed with its container.",
            EventSource.Capture,
            "starts only where it is asked for by name, because a tap hides the drops that it looks for.");

    private final Map<EventSource, Supplier<? extends DropEventEngine>> rungs;

    /**
     * Makes a ladder.
     *
     * @param rungs makers of the engines that this release has, best first; one that changes what it measures or
     *     may outlive this process starts only where it is asked for by name, wherever it stands here
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
            case Auto -> firstOf(List.copyOf(rungs.keySet()), true);
            case CountersOnly -> countersOnly("Counters alone were asked for.");
            case Ebpf, DropMonitor, Tracefs, Capture ->
                rungs.containsKey(wanted)
                        ? firstOf(List.of(wanted), false)
                        : countersOnly(
                                "The engine %s was asked for, and this release of dropwhy does not have it; it has %s."
                                        .formatted(wanted, rungs.keySet()));
        };
    }

    private Started firstOf(List<EventSource> candidates, boolean automatic) {
        List<String> obstacles = new ArrayList<>();
        for (EventSource candidate : candidates) {
            Supplier<? extends DropEventEngine> maker = rungs.get(candidate);
            if (maker == null) {
                continue;
            }
            String passedOver = automatic ? ONLY_BY_NAME.get(candidate) : null;
            if (passedOver != null) {
                obstacles.add(candidate + ": " + passedOver);
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

    /** Cuts the longest sentences first, so that each engine keeps one. */
    private static String reason(List<String> obstacles) {
        int longest = LONGEST_REASON;
        while (length(obstacles, longest) > LONGEST_REASON) {
            longest--;
        }
        int most = longest;
        return obstacles.stream().map(obstacle -> cut(obstacle, most)).collect(Collectors.joining(" "));
    }

    private static int length(List<String> obstacles, int longest) {
        return obstacles.stream()
                        .mapToInt(obstacle -> Math.min(obstacle.length(), longest) + 1)
                        .sum()
                - 1;
    }

    private static String cut(String sentence, int longest) {
        return sentence.length() <= longest ? sentence : sentence.substring(0, Math.max(0, longest - 1)) + "…";
    }
}
