package dev.dropwhy.report;

import dev.dropwhy.report.document.InvestigationReport;
import dev.dropwhy.report.document.StructuredReport;
import dev.dropwhy.report.html.HtmlReport;
import dev.dropwhy.report.text.Style;
import dev.dropwhy.report.text.TextReport;

/** How a report is printed; the names are what {@code -o} takes. */
public enum ReportFormat {
    /** For a person. */
    text,
    /** The DropInvestigation with its status as YAML. */
    yaml,
    /** The DropInvestigation with its status as JSON. */
    json,
    /** One self-contained page. */
    html;

    /**
     * Writes a report.
     *
     * @param report the report
     * @param style terminal or not; of text alone
     * @return text that ends with a line feed
     */
    public String write(InvestigationReport report, Style style) {
        return switch (this) {
            case text -> TextReport.of(report, style);
            case yaml -> StructuredReport.yaml().write(report.document());
            case json -> StructuredReport.json().write(report.document());
            case html -> HtmlReport.of(report);
        };
    }
}
