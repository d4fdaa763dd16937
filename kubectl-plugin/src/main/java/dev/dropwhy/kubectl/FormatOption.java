package dev.dropwhy.kubectl;

import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.NodeDropReport;
import dev.dropwhy.report.ReportFormat;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that says how an investigation is printed, and the printing. */
final class FormatOption {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = ReportFormat.DESCRIPTION)
    private ReportFormat format = ReportFormat.text;

    void print(Screen screen, Investigations investigations, DropInvestigation investigation) {
        screen.out()
                .print(format.write(
                        ClusterReport.of(investigation, reports(screen, investigations, investigation)),
                        screen.style()));
        screen.out().flush();
    }

    /** Without the nodes' own reports the outcome is still whole: who may not read them is told and sees the rest. */
    private List<NodeDropReport> reports(
            Screen screen, Investigations investigations, DropInvestigation investigation) {
        if (format == ReportFormat.yaml || format == ReportFormat.json) {
            return List.of();
        }
        try {
            return investigations.reports(investigation);
        } catch (PluginException e) {
            screen.err().println("kubectl dropwhy: " + e.getMessage());
            return List.of();
        }
    }
}
