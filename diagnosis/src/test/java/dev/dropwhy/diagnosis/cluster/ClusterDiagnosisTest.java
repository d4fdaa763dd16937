package dev.dropwhy.diagnosis.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.api.Cause;
import dev.dropwhy.api.Confidence;
import dev.dropwhy.api.EventSource;
import dev.dropwhy.api.NodeDropReportStatus;
import dev.dropwhy.api.Severity;
import dev.dropwhy.api.Speaker;
import dev.dropwhy.api.Totals;
import dev.dropwhy.api.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ClusterDiagnosisTest {

    private final ClusterDiagnosis diagnosis = new ClusterDiagnosis();

    @Test
    void frames_of_one_switch_on_three_nodes_are_one_verdict() {
        ClusterFindings findings = diagnosis.diagnose(
                Map.of(
                        "a", Reports.of(2, Reports.lldp(2, Reports.port(1))),
                        "b", Reports.of(3, Reports.lldp(3, Reports.port(2))),
                        "c", Reports.of(2, Reports.lldp(2, Reports.port(3)))),
                Map.of());

        assertThat(findings.totals()).isEqualTo(new Totals(7, 7, 0, 0));
        assertThat(findings.verdicts()).hasSize(1);
        Verdict verdict = findings.verdicts().getFirst();
        assertThat(verdict.statement())
                .isEqualTo("On 3 of 3 nodes (a, b and c), 7 packets in all; on b: eth0 dropped 3 frames of LLDP: no"
                        + " handler on this host wants them.");
        assertThat(verdict.nodes()).isEqualTo(3);
        assertThat(verdict.sampleNodes()).containsExactly("b", "a", "c");
        assertThat(verdict.count()).isEqualTo(7);
        assertThat(verdict.bytes()).isEqualTo(840);
        assertThat(verdict.share()).isEqualTo(100);
        assertThat(verdict.confidence()).isEqualTo(Confidence.High);
        assertThat(verdict.cadence()).isEqualTo(Reports.lldp(1, null).cadence());
        assertThat(verdict.speaker()).isEqualTo(new Speaker(null, null, null, "sw1", "Example switch"));
        assertThat(verdict.evidence())
                .containsExactly(
                        "It speaks from 3 ports, among them Gi1/0/2 (b), Gi1/0/1 (a), Gi1/0/3 (c).",
                        "b: 3 of 3 drops on eth0 are LLDP (EtherType 0x88cc). (alike on 3 of 3 nodes)",
                        "TCP retransmits, softnet and memory stayed flat.");
        assertThat(verdict.counterEvidence()).isEmpty();
        assertThat(verdict.remedies()).hasSize(1);
        assertThat(findings.headline())
                .isEqualTo(
                        "Benign: On 3 of 3 nodes (a, b and c), 7 packets in all; on b: eth0 dropped 3 frames of LLDP:"
                                + " no handler on this host wants them. 7 of 7 counted drops explained.");
    }

    @Test
    void a_handler_that_only_the_spared_node_has_explains_the_difference() {
        var handlers = new ArrayList<>(Reports.HANDLERS);
        handlers.add("88cc lldp_rcv");
        ClusterFindings findings = diagnosis.diagnose(
                Map.of(
                        "a", Reports.of(handlers, EventSource.Ebpf, 0),
                        "b", Reports.of(2, Reports.lldp(2, Reports.port(1))),
                        "c", Reports.of(2, Reports.lldp(2, Reports.port(2)))),
                Map.of());

        assertThat(findings.verdicts().getFirst().evidence())
                .contains("b and c drop, a does not: handler 88cc lldp_rcv is registered on 1 of 1 that do not, on none"
                        + " that do.");
    }

    @Test
    void a_handler_of_another_protocol_explains_nothing() {
        var handlers = new ArrayList<>(Reports.HANDLERS);
        handlers.add("8863 pppoe_disc_rcv");
        ClusterFindings findings = diagnosis.diagnose(
                Map.of(
                        "a", Reports.of(handlers, EventSource.Ebpf, 0),
                        "b", Reports.of(2, Reports.lldp(2, Reports.port(1)))),
                Map.of());

        assertThat(findings.verdicts().getFirst().evidence())
                .noneSatisfy(line -> assertThat(line).contains("pppoe"));
    }

    @Test
    void an_open_tap_explains_why_a_node_counts_nothing() {
        ClusterFindings findings = diagnosis.diagnose(
                Map.of(
                        "a", Reports.of(List.of("ALL packet_rcv", "0800 ip_rcv"), EventSource.Ebpf, 0),
                        "b", Reports.of(2, Reports.lldp(2, Reports.port(1)))),
                Map.of());

        assertThat(findings.verdicts().getFirst().evidence())
                .anySatisfy(
                        line -> assertThat(line).contains("a tap is open (ALL packet_rcv), which hides such drops"));
    }

    @Test
    void a_node_that_saw_no_events_is_not_called_spared() {
        ClusterFindings findings = diagnosis.diagnose(
                Map.of(
                        "a", Reports.of(Reports.HANDLERS, EventSource.CountersOnly, 0),
                        "b", Reports.of(2, Reports.lldp(2, Reports.port(1)))),
                Map.of());

        assertThat(findings.verdicts().getFirst().evidence())
                .contains("No drop events were observed on a: whether the same happens there is not known.")
                .noneSatisfy(line -> assertThat(line).contains("does not:"));
    }

    @Test
    void nodes_that_nothing_tells_apart_are_said_to_be_so() {
        ClusterFindings findings = diagnosis.diagnose(
                Map.of("a", Reports.of(0), "b", Reports.of(2, Reports.lldp(2, Reports.port(1)))), Map.of());

        assertThat(findings.verdicts().getFirst().evidence())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("b drops, a does not: nothing that the reports compare")
                        .contains("switch ports and VLANs"));
    }

    @Test
    void missing_nodes_lower_the_confidence_and_stand_in_the_headline() {
        ClusterFindings findings = diagnosis.diagnose(
                Map.of(
                        "a", Reports.of(2, Reports.lldp(2, Reports.port(1))),
                        "b", Reports.of(2, Reports.lldp(2, Reports.port(2))),
                        "c", Reports.of(2, Reports.lldp(2, Reports.port(3)))),
                Map.of("d", "no report before the deadline"));

        assertThat(findings.verdicts().getFirst().confidence()).isEqualTo(Confidence.Medium);
        assertThat(findings.headline())
                .endsWith("Partial: 3 of 4 nodes (75 %) reported; d: no report before the deadline.");
    }

    @Test
    void one_missing_of_many_leaves_the_confidence() {
        var reports = new TreeMap<String, NodeDropReportStatus>();
        for (int i = 0; i < 30; i++) {
            reports.put("n" + i, Reports.of(2, Reports.lldp(2, Reports.port(1))));
        }
        ClusterFindings findings = diagnosis.diagnose(reports, Map.of("x", "not reachable"));

        assertThat(findings.verdicts().getFirst().confidence()).isEqualTo(Confidence.High);
        assertThat(findings.headline()).contains("Partial: 30 of 31 nodes (96 %) reported; x: not reachable.");
    }

    @Test
    void the_worst_verdict_comes_first_however_small() {
        ClusterFindings findings = diagnosis.diagnose(
                Map.of(
                        "a", Reports.of(1000, Reports.lldp(1000, Reports.port(1))),
                        "b", Reports.of(10, Reports.backlog(5))),
                Map.of());

        assertThat(findings.verdicts())
                .extracting(Verdict::cause)
                .containsExactly(Cause.BacklogOverflow, Cause.UnhandledLinkProtocol);
        assertThat(findings.verdicts().getFirst().share()).isEqualTo(50);
        assertThat(findings.headline())
                .startsWith("Problem: On 1 of 2 nodes (b): eth0 dropped 5 packets: the input queue")
                .contains("1005 of 1010 counted drops explained. Besides: 1 verdict.");
    }

    @Test
    void nodes_that_judge_differently_are_named() {
        Verdict benign = Reports.lldp(2, Reports.port(1));
        Verdict problem = new Verdict(
                benign.cause(),
                Severity.Problem,
                Confidence.Low,
                benign.statement(),
                benign.protocol(),
                benign.speaker(),
                benign.interfaces(),
                null,
                List.of(),
                2,
                240,
                0.03,
                null,
                "rx_dropped",
                100,
                List.of(),
                List.of(),
                List.of());
        Verdict verdict = diagnosis
                .diagnose(Map.of("a", Reports.of(2, benign), "b", Reports.of(2, problem)), Map.of())
                .verdicts()
                .getFirst();

        assertThat(verdict.severity()).isEqualTo(Severity.Problem);
        assertThat(verdict.confidence()).isEqualTo(Confidence.Low);
        assertThat(verdict.counterEvidence())
                .contains("Severity differs: Problem on b; Benign on a.", "Confidence differs: High on a; Low on b.");
    }

    @Test
    void many_speakers_of_one_protocol_are_one_verdict() {
        var reports = new TreeMap<String, NodeDropReportStatus>();
        for (int i = 10; i < 60; i++) {
            reports.put("n" + i, Reports.of(2, Reports.lldp(2, new Speaker(null, null, null, "sw" + i, null))));
        }
        ClusterFindings findings = diagnosis.diagnose(reports, Map.of());

        assertThat(findings.verdicts()).hasSize(1);
        assertThat(findings.verdicts().getFirst().speaker()).isNull();
        assertThat(findings.verdicts().getFirst().evidence()).contains("50 speakers, among them sw10, sw11, sw12.");
    }

    @Test
    void a_single_node_speaks_for_itself() {
        ClusterFindings findings =
                diagnosis.diagnose(Map.of("a", Reports.of(2, Reports.lldp(2, Reports.port(1)))), Map.of());

        assertThat(findings.verdicts().getFirst().statement())
                .isEqualTo("eth0 dropped 2 frames of LLDP: no handler on this host wants them.");
        assertThat(findings.verdicts().getFirst().evidence())
                .isEqualTo(Reports.lldp(2, null).evidence());
    }

    @Test
    void without_any_report_the_headline_says_why() {
        ClusterFindings findings = diagnosis.diagnose(Map.of(), Map.of("a", "no report before the deadline", "b", "x"));

        assertThat(findings.headline())
                .isEqualTo("No node reported. Partial: 0 of 2 nodes (0 %) reported; a: no report before the deadline;"
                        + " 1 for other reasons.");
        assertThat(findings.verdicts()).isEmpty();
    }

    @Test
    void nothing_dropped_is_said_plainly() {
        assertThat(diagnosis
                        .diagnose(Map.of("a", Reports.of(0), "b", Reports.of(0)), Map.of())
                        .headline())
                .isEqualTo("No drop was counted on 2 nodes in the window.");
    }
}
