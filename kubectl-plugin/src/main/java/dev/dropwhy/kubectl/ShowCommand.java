package dev.dropwhy.kubectl;

import dev.dropwhy.report.ExitCode;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code kubectl dropwhy show}, and {@code report}, which is the same with an output to store. */
@Command(
        name = "show",
        aliases = "report",
        description = "Print the report of an investigation; with -o html a page to store: report NAME -o html > FILE.",
        mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {

    private final Screen screen;
    private final Clock clock;

    @Parameters(paramLabel = "NAME", description = "Name of the DropInvestigation.")
    private String name = "";

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    ShowCommand(Screen screen, Clock clock) {
        this.screen = screen;
        this.clock = clock;
    }

    @Override
    public Integer call() throws PluginException {
        try (Investigations investigations = connection.open(clock)) {
            format.print(screen, investigations, investigations.get(name));
            return ExitCode.NO_PROBLEM;
        }
    }
}
