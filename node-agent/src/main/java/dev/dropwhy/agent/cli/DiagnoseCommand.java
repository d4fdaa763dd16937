package dev.dropwhy.agent.cli;

import dev.dropwhy.agent.investigation.Investigation;
import dev.dropwhy.api.DropInvestigationSpec;
import dev.dropwhy.api.Expectation;
import dev.dropwhy.diagnosis.NodeDiagnosis;
import dev.dropwhy.diagnosis.observation.Observation;
import dev.dropwhy.diagnosis.replay.ObservationFormatException;
import dev.dropwhy.diagnosis.replay.ObservationJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dropwhy diagnose}: diagnoses what {@code observe} recorded, on any machine. */
@Command(
        name = "diagnose",
        description = "Diagnose a recorded observation; needs no privileges and no kernel of its own.",
        mixinStandardHelpOptions = true)
final class DiagnoseCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Parameters(paramLabel = "FILE", description = "File that observe wrote; - reads standard input.")
    private String file = "";

    @Option(
            names = "--expect",
            paramLabel = "CAUSE[:PROTOCOL][=NOTE]",
            converter = ExpectationConverter.class,
            description = "A cause that is known and fine here; repeatable.")
    private List<Expectation> expectations = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}. Default: text.")
    private OutputFormat format = OutputFormat.text;

    DiagnoseCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandException {
        Observation observation = read();
        NodeDiagnosis diagnosis = surroundings.diagnosis().get().diagnose(observation, expectations);
        Investigation investigation = new Investigation(
                "recorded", new DropInvestigationSpec(null, null, null, null, null, expectations, null, null));
        surroundings
                .terminal()
                .out()
                .print(format.print(
                        investigation,
                        observation,
                        diagnosis,
                        surroundings.terminal().style()));
        return ExitCode.of(diagnosis.verdicts());
    }

    private Observation read() throws CommandException {
        try (InputStream in = file.equals("-") ? System.in : Files.newInputStream(Path.of(file))) {
            return new ObservationJson().read(in);
        } catch (ObservationFormatException e) {
            throw new CommandException(file + ": " + e.getMessage());
        } catch (IOException e) {
            throw new CommandException(file + " cannot be read: " + FileErrors.describe(e) + ".");
        }
    }
}
