package dev.dropwhy.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorSettingsTest {

    @Test
    void everythingButTheImageHasADefault() {
        OperatorSettings settings = OperatorSettings.from(Map.of("DROPWHY_AGENT_IMAGE", "agent:1"));

        assertThat(settings.namespace()).isEqualTo("dropwhy-system");
        assertThat(settings.leaderElection()).isTrue();
        assertThat(settings.grace()).isEqualTo(Duration.ofMinutes(2));
        assertThat(settings.agent().namespace()).isEqualTo("dropwhy-agents");
        assertThat(settings.agent().capabilities()).containsExactly("BPF", "PERFMON", "NET_ADMIN", "NET_RAW", "SYSLOG");
        assertThat(settings.agent().tolerations())
                .singleElement()
                .satisfies(all -> assertThat(all.getOperator()).isEqualTo("Exists"));
    }

    @Test
    void readsWhatAChartWrites() {
        OperatorSettings settings = OperatorSettings.from(Map.of(
                "DROPWHY_AGENT_IMAGE", "agent:1",
                "DROPWHY_AGENT_TOLERATIONS", "[{\"key\":\"dedicated\",\"operator\":\"Exists\"}]",
                "DROPWHY_AGENT_RESOURCES", "{\"limits\":{\"memory\":\"192Mi\"}}",
                "DROPWHY_AGENT_IMAGE_PULL_SECRETS", "one, two",
                "DROPWHY_AGENT_PRIVILEGED", "true"));

        assertThat(settings.agent().tolerations())
                .singleElement()
                .satisfies(toleration -> assertThat(toleration.getKey()).isEqualTo("dedicated"));
        assertThat(settings.agent().resources().getLimits()).containsEntry("memory", new Quantity("192Mi"));
        assertThat(settings.agent().imagePullSecrets()).containsExactly("one", "two");
        assertThat(settings.agent().privileged()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DROPWHY_AGENT_IMAGE         |            | DROPWHY_AGENT_IMAGE is not set, and has no default: the chart sets it.
            DROPWHY_GRACE_SECONDS       | soon       | DROPWHY_GRACE_SECONDS is 'soon'; write a whole number.
            DROPWHY_GRACE_SECONDS       | 4000       | DROPWHY_GRACE_SECONDS is 4000; choose 0 to 3600 seconds.
            DROPWHY_LEADER_ELECTION     | maybe      | DROPWHY_LEADER_ELECTION is 'maybe'; write true or false.
            DROPWHY_MAXIMUM_CONCURRENT  | 0          | DROPWHY_MAXIMUM_CONCURRENT is 0; at least 1 investigation must be allowed to run.
            DROPWHY_AGENT_TOLERATIONS   | [{         | DROPWHY_AGENT_TOLERATIONS is not a JSON list of tolerations.
            """)
    void namesTheVariableThatIsWrong(String variable, String value, String sentence) {
        var environment = new HashMap<>(Map.of("DROPWHY_AGENT_IMAGE", "agent:1"));
        environment.put(variable, value);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> OperatorSettings.from(environment))
                .withMessage(sentence);
    }
}
