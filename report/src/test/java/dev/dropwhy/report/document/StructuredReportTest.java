package dev.dropwhy.report.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.report.SampleReport;
import org.junit.jupiter.api.Test;

class StructuredReportTest {

    private static final InvestigationDocument DOCUMENT = SampleReport.of("sw1").document();

    @Test
    void jsonIsTheResourceWithItsStatus() throws Exception {
        JsonNode root = new ObjectMapper().readTree(StructuredReport.json().write(DOCUMENT));
        assertThat(root.at("/apiVersion").asText()).isEqualTo("dropwhy.dev/v1alpha1");
        assertThat(root.at("/kind").asText()).isEqualTo("DropInvestigation");
        assertThat(root.at("/metadata/name").asText()).isEqualTo("local");
        assertThat(root.at("/spec/durationSeconds").asInt()).isEqualTo(60);
        assertThat(root.at("/status/headline").asText()).startsWith("eth0 dropped 60");
        assertThat(root.at("/status/totals/explained").asInt()).isEqualTo(60);
        assertThat(root.at("/status/summary/verdict").asText()).isEqualTo("Benign");
        assertThat(root.at("/status/summary/cause").asText()).isEqualTo("UnhandledLinkProtocol/Lldp");
        assertThat(root.at("/status/summary/explained").asText()).isEqualTo("100%");
        assertThat(root.at("/status/verdicts/0/speaker/systemName").asText()).isEqualTo("sw1");
        assertThat(root.at("/status/verdicts/0/share").asInt()).isEqualTo(100);
        assertThat(root.at("/status/startTime").asText()).isEqualTo("2026-11-24T22:00:00Z");
        assertThat(root.at("/status/completionTime").asText()).isEqualTo("2026-11-24T22:01:00Z");
        assertThat(root.at("/status/conditions/0/reason").asText()).isEqualTo("Complete");
    }

    @Test
    void yamlHoldsTheSameAsJson() throws Exception {
        assertThat(new YAMLMapper().readTree(StructuredReport.yaml().write(DOCUMENT)))
                .isEqualTo(new ObjectMapper().readTree(StructuredReport.json().write(DOCUMENT)));
    }

    @Test
    void theResourceClassOfTheApiReadsIt() throws Exception {
        DropInvestigation read =
                new ObjectMapper().readValue(StructuredReport.json().write(DOCUMENT), DropInvestigation.class);
        assertThat(read.getMetadata().getName()).isEqualTo("local");
        assertThat(read.getStatus()).isEqualTo(DOCUMENT.status());
    }
}
