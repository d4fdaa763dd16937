package dev.dropwhy.diagnosis.cluster;

import dev.dropwhy.api.Condition;
import dev.dropwhy.api.NodeDropReportStatus;
import dev.dropwhy.diagnosis.NodeDiagnosis;
import dev.dropwhy.diagnosis.observation.Observation;
import dev.dropwhy.diagnosis.observation.ProtocolHandler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node's report before it is sent: what an observation and its diagnosis say, within the bounds of the API.
 *
 * @param investigationUid uid of the investigation that it answers
 * @param acceptedTime when the agent accepted, RFC 3339; null outside a cluster
 * @param conditions conditions of the report
 */
public record NodeReport(String investigationUid, @Nullable String acceptedTime, List<Condition> conditions) {

    /** Bytes of JSON that a report takes at most: 5,000 of them stay below 80 MiB in the operator's cache. */
    public static final int MAXIMUM_BYTES = 16 * 1024;

    public NodeReport {
        conditions = List.copyOf(conditions);
    }

    /**
     * Makes the status. Where everything would exceed {@link #MAXIMUM_BYTES}, detail goes in the order that hurts least
     * (timelines, counters of small ledgers, evidence and remedies of the last verdicts, small ledgers, last verdicts), and a
     * limitation says what is left out. Totals are never cut.
     *
     * @param observation what was measured
     * @param diagnosis what that means
     * @return a status that the API server takes
     */
    public NodeDropReportStatus of(Observation observation, NodeDiagnosis diagnosis) {
        Instant end = observation.start().plus(Duration.ofMillis(Amounts.natural(observation.durationMillis())));
        var whole = new NodeDropReportStatus(
                PlainText.of(investigationUid, 64),
                acceptedTime,
                observation.start().toString(),
                end.toString(),
                conditions,
                ApiBounds.host(observation.host()),
                ApiBounds.engine(observation.engine()),
                handlers(observation),
                ApiBounds.settings(observation.settings()),
                PlainText.of(diagnosis.headline(), ApiBounds.SENTENCE),
                Amounts.consistent(diagnosis.totals()),
                diagnosis.ledgers().stream()
                        .limit(ApiBounds.LEDGERS)
                        .map(ApiBounds::ledger)
                        .toList(),
                ApiBounds.verdicts(diagnosis.verdicts()),
                PlainText.list(diagnosis.limitations(), ApiBounds.LINES, ApiBounds.SENTENCE),
                diagnosis.timelines().stream().limit(ApiBounds.TIMELINES).toList());
        return new ReportDraft(whole).within(MAXIMUM_BYTES);
    }

    /** What the cluster compares between nodes; a handler that is bound to one device says so. */
    private static List<String> handlers(Observation observation) {
        List<String> handlers = observation.handlers().stream()
                .map(NodeReport::handler)
                .distinct()
                .sorted()
                .toList();
        return PlainText.list(handlers, ApiBounds.HANDLERS, ApiBounds.HANDLER);
    }

    private static String handler(ProtocolHandler handler) {
        String text = handler.type() + " " + handler.function();
        return handler.device() == null ? text : text + " on " + handler.device();
    }
}
