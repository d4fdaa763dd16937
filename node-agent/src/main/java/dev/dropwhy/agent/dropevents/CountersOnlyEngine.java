package dev.dropwhy.agent.dropevents;

import dev.dropwhy.api.EventSource;
import dev.dropwhy.diagnosis.observation.EventTotals;
import java.util.List;

/** No events at all: what is left where no engine runs. It says so, because counters alone name no packet. */
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
                List.of("Single drops were not observed, only counters: causes can be suspected but not proved."));
    }

    @Override
    public void close() {}
}
