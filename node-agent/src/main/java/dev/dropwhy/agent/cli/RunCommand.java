package dev.dropwhy.agent.cli;

import dev.dropwhy.agent.investigation.InvalidInvestigationException;
import dev.dropwhy.agent.investigation.Investigation;
import dev.dropwhy.agent.investigation.InvestigationFile;
import dev.dropwhy.diagnosis.observation.Observation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dropwhy run}: observes this machine and says what was dropped and why. */
@Command(
        name = "run",
        description = "Observe this machine for a while and say what was dropped, why, and what to do.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "A DropInvestigation in YAML or JSON; - reads standard input. Instead of the options below.")
    private @Nullable String file;

    @Mixin
    private ObservationOptions options = new ObservationOptions();

    @Mixin
    private ExpectationOption expected = new ExpectationOption();

    @Mixin
    private ReportOption output = new ReportOption();

    RunCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandException {
        Investigation investigation = investigation();
        ObservingSession session = new ObservingSession(surroundings);
        return session.run(investigation, observation -> {
            int exitCode = output.report(surroundings, investigation, observation);
            if (!output.isText()) {
                warn(observation);
            }
            return exitCode;
        });
    }

    /** Programs read the status; a person who watches them must still see that the best source was missing. */
    private void warn(Observation observation) {
        String reason = observation.engine().reason();
        if (reason != null) {
            surroundings.terminal().err().println("dropwhy: " + reason);
        }
    }

    private Investigation investigation() throws CommandException {
        String path = file;
        if (path == null) {
            return options.investigation(expected.expectations());
        }
        if (options.given() || !expected.expectations().isEmpty()) {
            throw new CommandException(
                    "-f already says what to investigate; leave out the other options, or write them into the file.");
        }
        try (InputStream in = path.equals("-") ? System.in : Files.newInputStream(Path.of(path))) {
            Investigation investigation = new InvestigationFile().read(in);
            if (Boolean.TRUE.equals(investigation.spec().suspend())) {
                throw new CommandException(path + ": spec.suspend is true, so nothing is to be observed now.");
            }
            return investigation;
        } catch (InvalidInvestigationException e) {
            throw new CommandException(path + ": " + e.getMessage());
        } catch (IOException e) {
            throw new CommandException(path + " cannot be read: " + FileErrors.describe(e) + ".");
        }
    }
}
