package dev.dropwhy.agent.observer;

import dev.dropwhy.agent.dropevents.EngineUnavailableException;
import dev.dropwhy.api.EventSource;
import dev.dropwhy.api.FrameSampling;

/** Chooses an event engine and starts it. */
@FunctionalInterface
public interface EngineStarter {

    /**
     * Starts the engine that was asked for, or for {@link EventSource#Auto} the best one that runs here.
     *
     * @throws EngineUnavailableException where the engine that was asked for by name does not run here
     */
    StartedEngine start(EventSource wanted, FrameSampling frames) throws EngineUnavailableException;
}
