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

    /** What the help of {@code -o} says, with the names where picocli puts them. */
    public static final String DESCRIPTION =
            "${COMPLETION-CANDIDATES}. JSON and YAML print the DropInvestigation with its status, HTML one page that needs"
                    + " nothing else. Default: text.";

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
