package dev.dropwhy.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.api.DropInvestigationSpec;
import dev.dropwhy.api.DropInvestigationStatus;
import dev.dropwhy.report.ReportFormat;
import dev.dropwhy.report.document.InvestigationReport;
import dev.dropwhy.report.text.Style;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalReportTest {

    private static final InvestigationReport REPORT = LocalReport.of(
            "local",
            new DropInvestigationSpec(null, null, 60, null, null, List.of(), null, null),
            ReportFixture.observation(),
            ReportFixture.diagnosis("sw1"));

    @Test
    void theStatusIsThatOfOneNodeThatReported() {
        DropInvestigationStatus status = REPORT.status();
        assertThat(status.headline()).startsWith("eth0 dropped 60");
        assertThat(status.startTime()).isEqualTo("2026-11-24T22:00:00Z");
        assertThat(status.completionTime()).isEqualTo("2026-11-24T22:01:00Z");
        assertThat(status.summary()).isNotNull().satisfies(summary -> {
            assertThat(summary.verdict()).isEqualTo("Benign");
            assertThat(summary.cause()).isEqualTo("UnhandledLinkProtocol/Lldp");
            assertThat(summary.nodes()).isEqualTo("1/1");
            assertThat(summary.explained()).isEqualTo("100%");
        });
        assertThat(status.conditions()).hasSize(4).allSatisfy(condition -> {
            assertThat(condition.status()).isEqualTo("True");
            assertThat(condition.reason()).matches("[A-Z][A-Za-z0-9]{0,63}");
        });
    }

    @Test
    void theTextTellsWhatWasObservedHere() {
        assertThat(ReportFormat.text.write(REPORT, new Style(false, 100)))
                .contains("""
                        Observed  eth0 for 60.0 s from 2026-11-24T22:00:00Z
                        Events    Ebpf: 61 seen, 0 lost
                        Host      Linux 6.18.0, amd64, 2 CPUs, network namespace 4026531840 (host)
                        """, "What could not be observed\n- Driver statistics are missing.\n");
    }
}
