package dev.dropwhy.agent.cli;

import dev.dropwhy.agent.investigation.Investigation;
import dev.dropwhy.agent.report.LocalReport;
import dev.dropwhy.diagnosis.NodeDiagnosis;
import dev.dropwhy.diagnosis.observation.Observation;
import dev.dropwhy.report.ExitCode;
import dev.dropwhy.report.ReportFormat;
import picocli.CommandLine.Option;

/** The option that says how a diagnosis is printed, and the printing. */
final class ReportOption {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = ReportFormat.DESCRIPTION)
    private ReportFormat format = ReportFormat.text;

    /** Whether the output is for a person at this terminal, who sees all that is to be said in the report itself. */
    boolean isText() {
        return format == ReportFormat.text;
    }

    /**
     * Diagnoses and prints.
     *
     * @param investigation what was asked
     * @param observation what was measured
     * @return exit code of the command
     */
    int report(Surroundings surroundings, Investigation investigation, Observation observation) {
        NodeDiagnosis diagnosis = surroundings
                .diagnosis()
                .get()
                .diagnose(observation, investigation.spec().expectations());
        Terminal terminal = surroundings.terminal();
        terminal.out()
                .print(format.write(
                        LocalReport.of(investigation.name(), investigation.spec(), observation, diagnosis),
                        terminal.style()));
        return ExitCode.of(diagnosis.verdicts());
    }
}
