package dev.dropwhy.agent.dropevents.choice;

import dev.dropwhy.agent.dropevents.DropEventEngine;
import dev.dropwhy.agent.dropevents.DropEvents;
import dev.dropwhy.api.EventSource;
import dev.dropwhy.diagnosis.observation.EventTotals;
import java.util.List;

/** Sees no drop event: what remains where no engine can run, or where none is wanted. */
public final class CountersOnlyEngine implements DropEventEngine {

    @Override
    public EventSource source() {
        return EventSource.CountersOnly;
    }

    @Override
    public void start() {}

    @Override
    public DropEvents stop() {
        return new DropEvents(
                new EventTotals(0, 0, 0, 0),
                List.of(),
                List.of("No drop events were recorded: the counters say how many packets were lost, not which."));
    }

    @Override
    public void close() {}
}
