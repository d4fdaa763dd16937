package dev.dropwhy.agent.cli;

import dev.dropwhy.agent.dropevents.CountersOnlyEngine;
import dev.dropwhy.agent.observer.Observer;
import dev.dropwhy.agent.observer.StartedEngine;
import dev.dropwhy.api.EngineChoice;
import dev.dropwhy.api.EventSource;
import dev.dropwhy.diagnosis.observation.FrameIdentity;
import java.time.Clock;
import java.util.List;

/** Puts together what the process itself works with. */
final class DefaultSurroundings {

    private DefaultSurroundings() {}

    static Surroundings of(Terminal terminal) {
        return new Surroundings(
                terminal,
                () -> new Observer(
                        Clock.systemUTC(),
                        System::nanoTime,
                        (wanted, frames) -> new StartedEngine(
                                new CountersOnlyEngine(),
                                new EngineChoice(
                                        EventSource.CountersOnly, "No event engine is part of this build yet.")),
                        bytes -> new FrameIdentity(null, "", null, null, 0, List.of(), null, null, null)),
                () -> {
                    throw new IllegalStateException("no diagnosis is part of this build yet");
                });
    }
}
