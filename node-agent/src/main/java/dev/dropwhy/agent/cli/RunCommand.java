package dev.dropwhy.agent.cli;

import dev.dropwhy.agent.investigation.InvalidInvestigationException;
import dev.dropwhy.agent.investigation.Investigation;
import dev.dropwhy.agent.investigation.InvestigationFile;
import dev.dropwhy.agent.observer.ObservationListener;
import dev.dropwhy.diagnosis.observation.Observation;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
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

    @Option(
            names = "--self-cost",
            description = "Also say what the observation cost: processor time, memory, and the time inside the eBPF"
                    + " program, by the kernel's run-time statistics, which are on for the window only.")
    private boolean selfCost;

    @Mixin
    private ReportOption output = new ReportOption();

    RunCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandException {
        Investigation investigation = investigation();
        if (!selfCost) {
            return new ObservingSession(surroundings).run(investigation, seen -> report(investigation, seen));
        }
        AtomicReference<@Nullable SelfCost> cost = new AtomicReference<>();
        try {
            return new ObservingSession(surroundings, next -> watched(next, cost)).run(investigation, observation -> {
                int exitCode = report(investigation, observation);
                SelfCost measured = cost.get();
                if (measured != null) {
                    print(measured.lines(observation));
                }
                return exitCode;
            });
        } finally {
            SelfCost measured = cost.get();
            if (measured != null) {
                measured.close();
            }
        }
    }

    private static ObservationListener watched(ObservationListener next, AtomicReference<@Nullable SelfCost> cost) {
        SelfCost measuring = new SelfCost(next);
        cost.set(measuring);
        return measuring;
    }

    private int report(Investigation investigation, Observation observation) {
        int exitCode = output.report(surroundings, investigation, observation);
        if (!output.isText()) {
            warn(observation);
        }
        return exitCode;
    }

    /** Part of the report for people; beside it where programs read the report. */
    private void print(List<String> lines) {
        PrintStream to = output.isText()
                ? surroundings.terminal().out()
                : surroundings.terminal().err();
        to.println();
        to.println("What this observation cost:");
        lines.forEach(line -> to.println("  " + line));
        to.flush();
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
