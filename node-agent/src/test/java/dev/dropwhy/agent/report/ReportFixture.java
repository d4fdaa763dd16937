package dev.dropwhy.agent.report;

import dev.dropwhy.api.EngineChoice;
import dev.dropwhy.api.EventSource;
import dev.dropwhy.api.HostFacts;
import dev.dropwhy.api.Totals;
import dev.dropwhy.diagnosis.NodeDiagnosis;
import dev.dropwhy.diagnosis.observation.EventTotals;
import dev.dropwhy.diagnosis.observation.InterfaceObservation;
import dev.dropwhy.diagnosis.observation.Observation;
import dev.dropwhy.testkit.SampleFindings;
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
                new HostFacts("6.18.0", "amd64", 2, 4026531840L, "host"),
                new EngineChoice(EventSource.Ebpf, null),
                new EventTotals(61, 0, 0, 0),
                List.of(new InterfaceObservation(
                        "eth0", 2, null, null, 1500, true, false, null, null, null, null, null, List.of(), List.of(),
                        List.of(), List.of())),
                List.of(),
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
        return new NodeDiagnosis(
                SampleFindings.headline(systemName),
                new Totals(60, 60, 0, 0),
                List.of(SampleFindings.ledger()),
                List.of(SampleFindings.verdict(systemName)),
                List.of("Driver statistics are missing."),
                List.of());
    }
}
