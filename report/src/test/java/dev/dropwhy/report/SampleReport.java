package dev.dropwhy.report;

import dev.dropwhy.api.Condition;
import dev.dropwhy.api.Direction;
import dev.dropwhy.api.DropInvestigationSpec;
import dev.dropwhy.api.DropInvestigationStatus;
import dev.dropwhy.api.EngineChoice;
import dev.dropwhy.api.EventSource;
import dev.dropwhy.api.HostFacts;
import dev.dropwhy.api.InvestigationSummary;
import dev.dropwhy.api.NodeSummary;
import dev.dropwhy.api.Timeline;
import dev.dropwhy.api.Totals;
import dev.dropwhy.report.document.InvestigationReport;
import dev.dropwhy.report.document.NodeFindings;
import dev.dropwhy.testkit.SampleFindings;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A report made by hand: one interface that dropped the LLDP frames of a switch whose name the test chooses. */
public final class SampleReport {

    private static final Instant START = Instant.parse("2026-11-24T22:00:00.250Z");

    private SampleReport() {}

    /** The report of one machine. */
    public static InvestigationReport of(String systemName) {
        return new InvestigationReport(
                "local",
                new DropInvestigationSpec(null, null, 60, null, null, List.of(), null, null),
                status(systemName),
                List.of(findings(null)));
    }

    /** The status that an operator would have written. */
    public static DropInvestigationStatus status(String systemName) {
        return new DropInvestigationStatus(
                null,
                "2026-11-24T22:00:00Z",
                "2026-11-24T22:01:00Z",
                SampleFindings.headline(systemName),
                List.of(new Condition(
                        "Succeeded", "True", null, "2026-11-24T22:01:00Z", "Complete", "1 of 1 nodes reported.")),
                new InvestigationSummary("Benign", "UnhandledLinkProtocol/Lldp", "1/1", "100%"),
                new NodeSummary(1, 0, 1, 0, List.of(), List.of()),
                new Totals(60, 60, 0, 0),
                List.of(SampleFindings.verdict(systemName)));
    }

    /** What one node found; null is this machine. */
    public static NodeFindings findings(@Nullable String node) {
        return new NodeFindings(
                node,
                START,
                Duration.ofSeconds(60),
                List.of("eth0"),
                new HostFacts("6.18.0", "amd64", 2, 4026531840L, "host"),
                new EngineChoice(EventSource.Ebpf, null),
                61L,
                0,
                List.of(SampleFindings.ledger()),
                List.of("Driver statistics are missing."),
                List.of(new Timeline(
                        "eth0", Direction.Receive, 1000, Collections.nCopies(60, 1L), Collections.nCopies(60, 1L), 0)));
    }
}
