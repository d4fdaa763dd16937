package dev.dropwhy.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.LintResult;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ChartLintTest {

    @Test
    void theChartPassesStrictLint() {
        LintResult result = Chart.helm().lint().strict().call();

        assertThat(result.isFailed())
                .as(String.join("\n", result.getMessages()))
                .isFalse();
    }

    @Test
    void theChartCarriesTheCrdsThatTheApiModuleGenerates() throws IOException {
        assertThat(Chart.files(Chart.FOLDER.resolve("files/crds")))
                .as("cp crds/src/main/resources/crds/*.yaml helm/dropwhy/files/crds/")
                .isEqualTo(Chart.files(Chart.REPOSITORY.resolve("crds/src/main/resources/crds")));
    }

    @Test
    void theChartCarriesTheAdmissionPoliciesThatTheOperatorsTestsInstall() throws IOException {
        assertThat(Chart.files(Chart.FOLDER.resolve("files/admission")))
                .as("cp operator/src/main/security/*.yaml helm/dropwhy/files/admission/")
                .isEqualTo(Chart.files(Chart.REPOSITORY.resolve("operator/src/main/security")));
    }
}
