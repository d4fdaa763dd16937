package dev.dropwhy.report.document;

import dev.dropwhy.api.EngineChoice;
import dev.dropwhy.api.HostFacts;
import dev.dropwhy.api.Ledger;
import dev.dropwhy.api.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one node found.
 *
 * @param node name of the node; null for this machine
 * @param start start of the window on the node's clock
 * @param length length of the window that was really observed
 * @param interfaces interfaces that were balanced; empty where the report does not carry them
 * @param host the machine
 * @param engine source of drop events, and why not a better one
 * @param eventsSeen drop events that the engine saw; null where the report does not carry their number
 * @param eventsLost drop events that the engine knows it missed
 * @param ledgers one for each interface and direction with growth
 * @param limitations what could not be observed, and why
 * @param timelines when the counters grew that grew most, and the drops that account for it
 */
public record NodeFindings(
        @Nullable String node,
        @Nullable Instant start,
        @Nullable Duration length,
        List<String> interfaces,
        @Nullable HostFacts host,
        @Nullable EngineChoice engine,
        @Nullable Long eventsSeen,
        long eventsLost,
        List<Ledger> ledgers,
        List<String> limitations,
        List<Timeline> timelines) {

    public NodeFindings {
        interfaces = List.copyOf(interfaces);
        ledgers = List.copyOf(ledgers);
        limitations = List.copyOf(limitations);
        timelines = List.copyOf(timelines);
    }
}
