package dev.dropwhy.kubectl;

import dev.dropwhy.report.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kubectl dropwhy} without a subcommand: says what there is. */
@Command(
        name = "kubectl dropwhy",
        description = "Why do these nodes drop packets?",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "First try:  kubectl dropwhy run --node NAME --duration 30"})
final class PluginCommand implements Callable<Integer> {

    private final Screen screen;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    PluginCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(screen.err());
        return ExitCode.FAILED;
    }
}
