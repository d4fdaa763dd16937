package dev.dropwhy.agent.report;

import dev.dropwhy.api.Cadence;
import dev.dropwhy.api.CadenceShape;
import dev.dropwhy.api.Cause;
import dev.dropwhy.api.Confidence;
import dev.dropwhy.api.CounterGrowth;
import dev.dropwhy.api.Direction;
import dev.dropwhy.api.EngineChoice;
import dev.dropwhy.api.EventSource;
import dev.dropwhy.api.HostFacts;
import dev.dropwhy.api.Ledger;
import dev.dropwhy.api.LedgerEntry;
import dev.dropwhy.api.Remedy;
import dev.dropwhy.api.Severity;
import dev.dropwhy.api.Speaker;
import dev.dropwhy.api.Totals;
import dev.dropwhy.api.Verdict;
import dev.dropwhy.diagnosis.NodeDiagnosis;
import dev.dropwhy.diagnosis.observation.EventTotals;
import dev.dropwhy.diagnosis.observation.InterfaceObservation;
import dev.dropwhy.diagnosis.observation.Observation;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One observation and its diagnosis, made by hand, for the reports' tests. */
final class ReportFixture {

    private ReportFixture() {}

    static Observation observation() {
        return new Observation(
                Observation.VERSION,
                Instant.parse("2026-11-24T22:00:00.250Z"),
                60_000,
                new HostFacts("6.18.0", "amd64", 2, 4026531840L),
                new EngineChoice(EventSource.Ebpf, null),
                new EventTotals(61, 0, 0, 0),
                List.of(new InterfaceObservation(
                        "eth0", 2, null, null, 1500, true, false, null, null, null, null, List.of(), List.of(),
                        List.of())),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                List.of(),
                null);
    }

    static NodeDiagnosis diagnosis(String systemName) {
        Verdict verdict = new Verdict(
                Cause.UnhandledLinkProtocol,
                Severity.Benign,
                Confidence.High,
                "60 LLDP frames from " + systemName + " were dropped because no handler here wants them.",
                "Lldp",
                new Speaker("00:00:5e:00:53:07", null, "Gi1/0/7", systemName, null),
                List.of("eth0"),
                null,
                List.of(),
                60,
                5100,
                1.0,
                new Cadence(CadenceShape.Steady, 1000L, 3L, "LLDP interval 1 s"),
                "rx_dropped",
                100,
                List.of("rx_dropped grew by 60 and 60 events were seen."),
                List.of("Nothing speaks against it."),
                List.of(new Remedy(
                        "Leave it: adjust the alert.",
                        List.of("tc qdisc add dev eth0 clsact"),
                        "None.",
                        "rx_dropped stops.",
                        "tc qdisc del dev eth0 clsact")));
        Ledger ledger = new Ledger(
                "eth0",
                Direction.Receive,
                60,
                0,
                60,
                List.of(new LedgerEntry(Cause.UnhandledLinkProtocol, "Lldp", 60)),
                60,
                0,
                0,
                List.of(new CounterGrowth("rx_dropped", 60), new CounterGrowth("rx_errors", 2)));
        return new NodeDiagnosis(
                "eth0 dropped 60 packets in 60 s, all explained and harmless: LLDP from " + systemName + ".",
                new Totals(60, 60, 0, 0),
                List.of(ledger),
                List.of(verdict),
                List.of("Driver statistics are missing."),
                List.of());
    }
}
