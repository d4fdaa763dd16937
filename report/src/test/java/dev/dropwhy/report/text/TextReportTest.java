package dev.dropwhy.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.api.DropInvestigationStatus;
import dev.dropwhy.report.SampleReport;
import dev.dropwhy.report.document.InvestigationReport;
import dev.dropwhy.report.document.NodeFindings;
import dev.dropwhy.report.document.StructuredReport;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextReportTest {

    @Test
    void theWholeReportReadsAsExpected() {
        assertThat(TextReport.of(SampleReport.of("sw1"), new Style(false, 100))).isEqualTo("""
                        eth0 dropped 60 packets in 60 s, all explained and harmless: LLDP from sw1.

                        Observed  eth0 for 60.0 s from 2026-11-24T22:00:00Z
                        Events    Ebpf: 61 seen, 0 lost
                        Host      Linux 6.18.0, amd64, 2 CPUs, network namespace 4026531840 (host)

                        Interface  Counter                       Grew  Driver  Core  Explained  Unexplained
                        eth0       rx_dropped                      60       0    60         60            0
                                     UnhandledLinkProtocol Lldp    60
                        eth0 also counted rx_errors +2

                        1. BENIGN  UnhandledLinkProtocol Lldp
                           60 LLDP frames from sw1 were dropped because no handler here wants them.
                           60 packets (5100 bytes), 1.00 a second, steady every 1.00 s (LLDP interval 1 s), 100 % of
                           rx_dropped, on eth0, confidence High
                           Speaker: sw1, port Gi1/0/7, MAC 00:00:5e:00:53:07
                           Speaks for it:
                           - rx_dropped grew by 60 and 60 events were seen.
                           Speaks against it, or limits it:
                           - Nothing speaks against it.
                           What to do, preferred first:
                           - Leave it: adjust the alert.
                               $ tc qdisc add dev eth0 clsact
                             Side effect: None.
                             Verify: rx_dropped stops.
                             Undo: tc qdisc del dev eth0 clsact

                        What could not be observed
                        - Driver statistics are missing.
                        """);
    }

    @Test
    void eachNodeOfAClusterIsNamedWithItsOwnLedgersAndLimitations() {
        InvestigationReport one = SampleReport.of("sw1");
        InvestigationReport two = new InvestigationReport(
                one.name(),
                one.spec(),
                one.status(),
                List.of(SampleReport.findings("worker-1"), SampleReport.findings("worker-2")));
        assertThat(TextReport.of(two, new Style(false, 100)))
                .contains(
                        "Node      worker-1\nObserved  eth0 for 60.0 s",
                        "Node      worker-2\nObserved  eth0 for 60.0 s")
                .contains("What could not be observed on worker-1\n", "What could not be observed on worker-2\n")
                .containsOnlyOnce("1. BENIGN");
    }

    @Test
    void whatAReportDoesNotCarryIsNotSaid() {
        InvestigationReport whole = SampleReport.of("sw1");
        DropInvestigationStatus running =
                new DropInvestigationStatus(1L, null, null, null, List.of(), null, null, null, List.of());
        NodeFindings empty = new NodeFindings(
                "worker-1", null, null, List.of(), null, null, null, 0, List.of(), List.of(), List.of());
        assertThat(TextReport.of(
                        new InvestigationReport("uplink", whole.spec(), running, List.of(empty)),
                        new Style(false, 100)))
                .isEqualTo("There is no outcome yet.\n\nNode      worker-1\n");
    }

    @Test
    void colourIsUsedOnlyWhereAllowed() {
        String plain = TextReport.of(SampleReport.of("sw1"), new Style(false, 100));
        String coloured = TextReport.of(SampleReport.of("sw1"), new Style(true, 100));
        assertThat(plain).doesNotContain("\u001b");
        assertThat(coloured).contains("\u001b[32mBENIGN\u001b[0m");
        assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(plain);
    }

    @Test
    void noLineIsWiderThanTheTerminalWhereWordsAllowIt() {
        String report = TextReport.of(SampleReport.of("sw1"), new Style(false, 60));
        assertThat(report.lines()
                        .filter(line -> !line.contains("Lldp  ")
                                && !line.contains("rx_dropped  ")
                                && !line.startsWith("Interface")))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(60));
    }

    @Test
    void aNameFromAFrameCannotMoveTheCursorInAnyFormat() {
        String hostile = "sw\u001b[2J\u009b1m\r\n\u202esi\u0000\u2028x\u007f";
        for (String printed : List.of(
                TextReport.of(SampleReport.of(hostile), new Style(true, 100)).replaceAll("\u001b\\[[0-9;]*m", ""),
                StructuredReport.json().write(SampleReport.of(hostile).document()),
                StructuredReport.yaml().write(SampleReport.of(hostile).document()))) {
            assertThat(printed).doesNotContain("\u001b", "\u009b", "\r", "\u202e", "\u0000", "\u2028", "\u007f");
            assertThat(printed).contains("sw?[2J?1m");
        }
    }
}
