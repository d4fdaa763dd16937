package dev.dropwhy.kubectl;

import dev.dropwhy.report.ExitCode;
import dev.dropwhy.report.document.CleanText;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Starts the plugin. */
public final class Main {

    private Main() {}

    /**
     * Runs a command and ends the process with its exit code.
     *
     * @param arguments the command and its options
     */
    public static void main(String[] arguments) {
        Screen screen = Screen.ofProcess(System.getenv());
        int exitCode = commandLine(screen, Clock.systemUTC()).execute(arguments);
        screen.out().flush();
        System.exit(exitCode);
    }

    static CommandLine commandLine(Screen screen, Clock clock) {
        return new CommandLine(new PluginCommand(screen))
                .addSubcommand(new RunCommand(screen, clock))
                .addSubcommand(new ListCommand(screen, clock))
                .addSubcommand(new ShowCommand(screen, clock))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(screen.style().width())
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(screen.style().colour() ? Ansi.ON : Ansi.OFF))
                .setParameterExceptionHandler((exception, parsed) -> say(
                        screen,
                        exception.getMessage() + ". See "
                                + exception.getCommandLine().getCommandSpec().qualifiedName() + " --help."))
                .setExecutionExceptionHandler((exception, command, parsed) -> say(
                        screen,
                        exception instanceof PluginException
                                ? String.valueOf(exception.getMessage())
                                : "this is a defect of dropwhy, please report it: " + exception));
    }

    private static int say(Screen screen, String sentence) {
        screen.err().println("kubectl dropwhy: " + CleanText.of(sentence.replace('\n', ' ')));
        return ExitCode.FAILED;
    }
}
