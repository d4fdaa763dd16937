package dev.dropwhy.agent.cli;

import dev.dropwhy.agent.investigation.Investigation;
import dev.dropwhy.diagnosis.observation.Observation;
import dev.dropwhy.diagnosis.replay.ObservationJson;
import dev.dropwhy.report.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dropwhy observe}: records what {@code run} would diagnose. */
@Command(
        name = "observe",
        description = "Observe this machine and record everything measured, to diagnose it later or elsewhere.",
        mixinStandardHelpOptions = true)
final class ObserveCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private ObservationOptions options = new ObservationOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "File to write; - writes standard output.")
    private String file = "";

    ObserveCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandException {
        Investigation investigation = options.investigation(List.of());
        return new ObservingSession(surroundings).run(investigation, this::write);
    }

    private int write(Observation observation) throws CommandException {
        Terminal terminal = surroundings.terminal();
        try {
            if (file.equals("-")) {
                new ObservationJson().write(observation, terminal.out());
            } else {
                try (OutputStream out = Files.newOutputStream(Path.of(file))) {
                    new ObservationJson().write(observation, out);
                }
                terminal.err().println("Recorded in " + file + "; dropwhy diagnose " + file + " tells what it means.");
            }
        } catch (IOException e) {
            throw new CommandException(file + " cannot be written: " + FileErrors.describe(e) + ".");
        }
        return ExitCode.NO_PROBLEM;
    }
}
