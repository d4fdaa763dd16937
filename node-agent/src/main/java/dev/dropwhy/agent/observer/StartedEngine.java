package dev.dropwhy.agent.observer;

import dev.dropwhy.agent.dropevents.DropEventEngine;
import dev.dropwhy.api.EngineChoice;

/**
 * An engine that records.
 *
 * @param engine the engine, started
 * @param choice which one, and why not a better one
 */
public record StartedEngine(DropEventEngine engine, EngineChoice choice) {}
