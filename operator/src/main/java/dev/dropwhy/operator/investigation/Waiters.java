package dev.dropwhy.operator.investigation;

import dev.dropwhy.api.DropInvestigation;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;

/** Wakes the investigations that wait, when one has freed its slot. */
final class Waiters extends SimpleInboundEventSource<DropInvestigation> {

    Waiters() {
        super("waiters");
    }

    void wake(Cache<DropInvestigation> known) {
        known.list()
                .filter(investigation -> Stage.of(investigation) instanceof Stage.Waiting)
                .forEach(investigation -> propagateEvent(ResourceID.fromResource(investigation)));
    }
}
