package dev.dropwhy.agent.cluster;

import dev.dropwhy.api.Cause;
import dev.dropwhy.api.Confidence;
import dev.dropwhy.api.Direction;
import dev.dropwhy.api.EngineChoice;
import dev.dropwhy.api.EventSource;
import dev.dropwhy.api.HostFacts;
import dev.dropwhy.api.Ledger;
import dev.dropwhy.api.LedgerEntry;
import dev.dropwhy.api.Remedy;
import dev.dropwhy.api.Severity;
import dev.dropwhy.api.Totals;
import dev.dropwhy.api.Verdict;
import dev.dropwhy.diagnosis.NodeDiagnosis;
import dev.dropwhy.diagnosis.observation.EventTotals;
import dev.dropwhy.diagnosis.observation.Observation;
import dev.dropwhy.diagnosis.observation.ProtocolHandler;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** What an observation brings home, for tests of what the agent does with it. */
final class Outcomes {

    private Outcomes() {}

    static NodeObservation.Outcome lldp(Duration window) {
        return outcome(
                window, List.of(verdict("2 LLDP frames that no handler here wants.", 1)), Cause.UnhandledLinkProtocol);
    }

    /** More than a report may hold, in every list and every text. */
    static NodeObservation.Outcome huge() {
        return outcome(
                Duration.ofSeconds(5),
                Collections.nCopies(40, verdict("漢字 \u001b[31m".repeat(400), 60)),
                Cause.UnhandledLinkProtocol);
    }

    /** A ledger entry without the cause that the schema requires. */
    @SuppressWarnings("NullAway") // a defect is what this stands for
    static NodeObservation.Outcome invalid() {
        return outcome(Duration.ofSeconds(5), List.of(), null);
    }

    private static NodeObservation.Outcome outcome(Duration window, List<Verdict> verdicts, Cause cause) {
        var observation = new Observation(
                Observation.VERSION,
                Instant.parse("2026-11-24T20:00:00Z"),
                window.toMillis(),
                new HostFacts("6.18.0", "x86_64", 2, 4026531840L, null),
                new EngineChoice(EventSource.CountersOnly, "No event engine in this test."),
                new EventTotals(0, 0, 0, 0),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(new ProtocolHandler("0004", null, "llc_rcv")),
                List.of(),
                Map.of("net.core.netdev_max_backlog", "1000"),
                List.of(),
                null);
        var ledger = new Ledger(
                "eth0", Direction.Receive, 2, 0, 2, List.of(new LedgerEntry(cause, "Lldp", 2)), 2, 0, 0, List.of());
        return new NodeObservation.Outcome(
                observation,
                new NodeDiagnosis(
                        "Benign: LLDP frames.",
                        new Totals(2, 2, 0, 0),
                        List.of(ledger),
                        verdicts,
                        List.of(),
                        List.of()));
    }

    private static Verdict verdict(String statement, int lines) {
        return new Verdict(
                Cause.UnhandledLinkProtocol,
                Severity.Benign,
                Confidence.High,
                statement,
                "Lldp",
                null,
                List.of("eth0"),
                null,
                List.of(),
                2,
                240,
                0.03,
                null,
                "rx_dropped",
                100,
                Collections.nCopies(lines, statement),
                Collections.nCopies(lines, statement),
                List.of(new Remedy(statement, Collections.nCopies(lines, statement), statement, statement, statement)));
    }
}
