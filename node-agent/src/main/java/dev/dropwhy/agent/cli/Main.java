package dev.dropwhy.agent.cli;

import dev.dropwhy.agent.report.Style;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Starts the command line. */
public final class Main {

    private Main() {}

    /**
     * Runs a command and ends the process with its exit code.
     *
     * @param arguments the command and its options
     */
    public static void main(String[] arguments) {
        Terminal terminal = Terminal.ofProcess(System.getenv());
        int exitCode = commandLine(DefaultSurroundings.of(terminal)).execute(arguments);
        terminal.out().flush();
        System.exit(exitCode);
    }

    /** The command line; a new one for each execution. */
    static CommandLine commandLine(Surroundings surroundings) {
        Terminal terminal = surroundings.terminal();
        Style style = terminal.style();
        CommandLine commandLine = new CommandLine(new DropwhyCommand(surroundings))
                .addSubcommand(new RunCommand(surroundings))
                .addSubcommand(new ObserveCommand(surroundings))
                .addSubcommand(new DiagnoseCommand(surroundings))
                .addSubcommand(new ExplainCommand(surroundings))
                .addSubcommand(new DemoCommand(surroundings))
                .addSubcommand(new ClassifyCommand(surroundings))
                .addSubcommand(new AgentCommand(surroundings))
                .addSubcommand(new VersionCommand(surroundings));
        return commandLine
                .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(style.width())
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        terminal.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
                .setParameterExceptionHandler((exception, arguments) -> refuse(terminal, exception))
                .setExecutionExceptionHandler((exception, command, parsed) -> fail(terminal, exception));
    }

    /** Wrong options: one sentence and where to look, not the whole manual. */
    private static int refuse(Terminal terminal, ParameterException exception) {
        CommandSpec command = exception.getCommandLine().getCommandSpec();
        terminal.err()
                .println("dropwhy: " + sentence(String.valueOf(exception.getMessage())) + " See "
                        + command.qualifiedName() + " --help.");
        return ExitCode.FAILED;
    }

    private static int fail(Terminal terminal, Exception exception) throws Exception {
        if (exception instanceof CommandException) {
            terminal.err().println("dropwhy: " + clean(String.valueOf(exception.getMessage())));
            return ExitCode.FAILED;
        }
        terminal.err()
                .println("dropwhy: this is a defect of dropwhy, please report it: " + clean(exception.toString())
                        + location(exception));
        return ExitCode.FAILED;
    }

    private static String location(Exception exception) {
        StackTraceElement[] trace = exception.getStackTrace();
        return trace.length == 0 ? "" : " at " + trace[0];
    }

    private static String sentence(String message) {
        String clean = clean(message.strip());
        return clean.endsWith(".") ? clean : clean + ".";
    }

    private static String clean(String message) {
        return message.replaceAll("\\p{Cntrl}+", " ");
    }
}
