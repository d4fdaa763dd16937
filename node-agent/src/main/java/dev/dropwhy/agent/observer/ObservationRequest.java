package dev.dropwhy.agent.observer;

import dev.dropwhy.api.EventSource;
import dev.dropwhy.api.FrameSampling;
import dev.dropwhy.api.InterfaceSelection;
import java.time.Duration;

/**
 * What to observe.
 *
 * @param interfaces interfaces to balance
 * @param duration length of the window
 * @param events source of drop events
 * @param frames how much of dropped frames to keep
 */
public record ObservationRequest(
        InterfaceSelection interfaces, Duration duration, EventSource events, FrameSampling frames) {}
