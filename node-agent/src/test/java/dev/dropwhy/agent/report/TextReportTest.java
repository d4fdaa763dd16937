package dev.dropwhy.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextReportTest {

    @Test
    void theWholeReportReadsAsExpected() {
        assertThat(TextReport.of(ReportFixture.observation(), ReportFixture.diagnosis("sw1"), new Style(false, 100)))
                .isEqualTo("""
                        eth0 dropped 60 packets in 60 s, all explained and harmless: LLDP from sw1.

                        Observed  eth0 for 60.0 s from 2026-11-24T22:00:00Z
                        Events    Ebpf: 61 seen, 0 lost
                        Host      Linux 6.18.0, amd64, 2 CPUs, network namespace 4026531840

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
    void colourIsUsedOnlyWhereAllowed() {
        String plain =
                TextReport.of(ReportFixture.observation(), ReportFixture.diagnosis("sw1"), new Style(false, 100));
        String coloured =
                TextReport.of(ReportFixture.observation(), ReportFixture.diagnosis("sw1"), new Style(true, 100));
        assertThat(plain).doesNotContain("\u001b");
        assertThat(coloured).contains("\u001b[32mBENIGN\u001b[0m");
        assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(plain);
    }

    @Test
    void noLineIsWiderThanTheTerminalWhereWordsAllowIt() {
        String report =
                TextReport.of(ReportFixture.observation(), ReportFixture.diagnosis("sw1"), new Style(false, 60));
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
                TextReport.of(ReportFixture.observation(), ReportFixture.diagnosis(hostile), new Style(true, 100))
                        .replaceAll("\u001b\\[[0-9;]*m", ""),
                StructuredReport.json().write(document(hostile)),
                StructuredReport.yaml().write(document(hostile)))) {
            assertThat(printed).doesNotContain("\u001b", "\u009b", "\r", "\u202e", "\u0000", "\u2028", "\u007f");
            assertThat(printed).contains("sw?[2J?1m");
        }
    }

    private static InvestigationDocument document(String systemName) {
        return InvestigationDocument.of(
                "local",
                new dev.dropwhy.api.DropInvestigationSpec(null, null, 60, null, null, List.of(), null, null),
                LocalStatus.of(ReportFixture.observation(), ReportFixture.diagnosis(systemName)));
    }
}
