package dev.dropwhy.agent.cli;

import dev.dropwhy.report.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code dropwhy} without a subcommand: says what there is. */
@Command(
        name = "dropwhy",
        description = "Why does this machine drop packets?",
        mixinStandardHelpOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit code: 0 no Problem was found, 1 a Problem was found, 2 the command could not run.",
            "First try:  sudo ./dropwhy run --duration 30"
        })
final class DropwhyCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @picocli.CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Say what there is.")
    private boolean help;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    DropwhyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        assert !help;
        spec.commandLine().usage(surroundings.terminal().err());
        return ExitCode.FAILED;
    }
}
