package dev.dropwhy.agent.cli;

import dev.dropwhy.agent.investigation.Investigation;
import dev.dropwhy.agent.report.InvestigationDocument;
import dev.dropwhy.agent.report.LocalStatus;
import dev.dropwhy.agent.report.StructuredReport;
import dev.dropwhy.agent.report.Style;
import dev.dropwhy.agent.report.TextReport;
import dev.dropwhy.diagnosis.NodeDiagnosis;
import dev.dropwhy.diagnosis.observation.Observation;

/** How a diagnosis is printed. */
enum OutputFormat {
    /** For a person. */
    text,
    /** The DropInvestigation as YAML. */
    yaml,
    /** The DropInvestigation as JSON. */
    json;

    String print(Investigation investigation, Observation observation, NodeDiagnosis diagnosis, Style style) {
        return switch (this) {
            case text -> TextReport.of(observation, diagnosis, style);
            case yaml -> StructuredReport.yaml().write(document(investigation, observation, diagnosis));
            case json -> StructuredReport.json().write(document(investigation, observation, diagnosis));
        };
    }

    private static InvestigationDocument document(
            Investigation investigation, Observation observation, NodeDiagnosis diagnosis) {
        return InvestigationDocument.of(
                investigation.name(), investigation.spec(), LocalStatus.of(observation, diagnosis));
    }
}
