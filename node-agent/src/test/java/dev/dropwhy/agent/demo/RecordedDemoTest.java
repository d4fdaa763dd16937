package dev.dropwhy.agent.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.api.Cause;
import dev.dropwhy.api.Confidence;
import dev.dropwhy.api.Severity;
import dev.dropwhy.api.Verdict;
import dev.dropwhy.diagnosis.Diagnosis;
import dev.dropwhy.diagnosis.NodeDiagnosis;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordedDemoTest {

    @Test
    void theRecordingNamesTheSwitchAndItsPort() {
        NodeDiagnosis diagnosis = Diagnosis.standard().diagnose(RecordedDemo.read(), List.of());
        assertThat(diagnosis.totals().dropped()).isBetween(7L, 9L);
        assertThat(diagnosis.totals().unexplained()).isZero();
        Verdict lldp = diagnosis.verdicts().stream()
                .filter(verdict -> "Lldp".equals(verdict.protocol()))
                .findFirst()
                .orElseThrow();
        assertThat(lldp.cause()).isEqualTo(Cause.UnhandledLinkProtocol);
        assertThat(lldp.severity()).isEqualTo(Severity.Benign);
        assertThat(lldp.confidence()).isEqualTo(Confidence.High);
        assertThat(lldp.share()).isEqualTo(100);
        assertThat(lldp.statement()).contains(SwitchFrames.SYSTEM_NAME, SwitchFrames.PORT_ID);
        assertThat(diagnosis.verdicts())
                .anySatisfy(verdict -> {
                    assertThat(verdict.protocol()).isEqualTo("Rstp");
                    assertThat(verdict.cause()).isEqualTo(Cause.LinkProtocolDiscarded);
                })
                .noneSatisfy(verdict -> assertThat(verdict.severity()).isEqualTo(Severity.Problem));
    }
}
