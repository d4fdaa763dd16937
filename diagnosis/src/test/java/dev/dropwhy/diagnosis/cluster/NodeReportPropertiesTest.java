package dev.dropwhy.diagnosis.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.api.Direction;
import dev.dropwhy.api.EngineChoice;
import dev.dropwhy.api.EventSource;
import dev.dropwhy.api.HostFacts;
import dev.dropwhy.api.Ledger;
import dev.dropwhy.api.NodeDropReportStatus;
import dev.dropwhy.api.Timeline;
import dev.dropwhy.api.Verdict;
import dev.dropwhy.diagnosis.NodeDiagnosis;
import dev.dropwhy.diagnosis.observation.EventTotals;
import dev.dropwhy.diagnosis.observation.Observation;
import dev.dropwhy.diagnosis.observation.ProtocolHandler;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** A report fits whatever was found, and says what it leaves out. */
class NodeReportPropertiesTest {

    private final NodeReport report = new NodeReport("uid-1", "2026-11-24T20:00:00Z", List.of());

    @Property(tries = 300)
    void everyReportFits(@ForAll("statuses") @Size(max = 64) List<NodeDropReportStatus> sources) {
        List<Ledger> ledgers =
                sources.stream().flatMap(source -> source.ledgers().stream()).toList();
        List<Verdict> verdicts =
                sources.stream().flatMap(source -> source.verdicts().stream()).toList();
        List<String> limitations = sources.stream()
                .flatMap(source -> source.limitations().stream())
                .toList();
        NodeDropReportStatus status = report.of(
                observation(),
                new NodeDiagnosis("headline", Amounts.NOTHING, ledgers, verdicts, limitations, timelines()));

        assertThat(SerializedSize.of(status)).isLessThanOrEqualTo(NodeReport.MAXIMUM_BYTES);
        assertThat(status.limitations()).hasSizeLessThanOrEqualTo(16);
        if (!verdicts.isEmpty()) {
            assertThat(status.verdicts()).isNotEmpty();
            assertThat(status.verdicts().getFirst().statement())
                    .isEqualTo(ApiBounds.verdict(verdicts.getFirst()).statement());
        }
        if (status.verdicts().size() < Math.min(16, verdicts.size())) {
            assertThat(status.limitations().getLast()).startsWith("To stay within 16 KiB");
        }
    }

    @Example
    void aSmallReportIsWhole() {
        NodeDropReportStatus source = Reports.of(2, Reports.lldp(2, Reports.port(1)));
        NodeDropReportStatus status = report.of(
                observation(),
                new NodeDiagnosis(
                        "headline",
                        Amounts.of(source),
                        source.ledgers(),
                        source.verdicts(),
                        List.of("a limit"),
                        timelines()));

        assertThat(status.verdicts()).isEqualTo(source.verdicts());
        assertThat(status.ledgers()).isEqualTo(source.ledgers());
        assertThat(status.timelines()).isEqualTo(timelines());
        assertThat(status.limitations()).containsExactly("a limit");
        assertThat(status.handlers()).containsExactly("0004 llc_rcv", "ALL packet_rcv on eth0");
        assertThat(status.startTime()).isEqualTo("2026-11-24T20:00:00Z");
        assertThat(status.completionTime()).isEqualTo("2026-11-24T20:01:00Z");
    }

    /** As large as they can be. */
    private static List<Timeline> timelines() {
        List<Long> steps = Collections.nCopies(60, Long.MAX_VALUE);
        return Collections.nCopies(
                4, new Timeline("a-name-of-15-ch", Direction.Receive, 3_600_000, steps, steps, Long.MAX_VALUE));
    }

    @Provide
    Arbitrary<List<NodeDropReportStatus>> statuses() {
        return ClusterDiagnosisPropertiesTest.report().list();
    }

    private static Observation observation() {
        return new Observation(
                Observation.VERSION,
                Instant.parse("2026-11-24T20:00:00Z"),
                60_000,
                new HostFacts("6.18.0", "x86_64", 2, 1L, null),
                new EngineChoice(EventSource.Ebpf, null),
                new EventTotals(0, 0, 0, 0),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(
                        new ProtocolHandler("ALL", "eth0", "packet_rcv"),
                        new ProtocolHandler("0004", null, "llc_rcv"),
                        new ProtocolHandler("0004", null, "llc_rcv")),
                List.of(),
                Map.of("net.core.netdev_max_backlog", "1000"),
                List.of(),
                null);
    }
}
