package dev.dropwhy.agent.cli;

import dev.dropwhy.agent.investigation.Investigation;
import dev.dropwhy.api.DropInvestigationSpec;
import dev.dropwhy.diagnosis.observation.Observation;
import dev.dropwhy.diagnosis.replay.ObservationFormatException;
import dev.dropwhy.diagnosis.replay.ObservationJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private ExpectationOption expected = new ExpectationOption();

    @Mixin
    private ReportOption output = new ReportOption();

    DiagnoseCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandException {
        Investigation investigation = new Investigation(
                "recorded",
                new DropInvestigationSpec(null, null, null, null, null, expected.expectations(), null, null));
        return output.report(surroundings, investigation, read());
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
