package dev.dropwhy.agent.cli;

import dev.dropwhy.report.ExitCode;
import dev.dropwhy.report.text.Style;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
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
        int exitCode;
        try {
            exitCode = commandLine(DefaultSurroundings.of(terminal), arguments).execute(arguments);
        } catch (Error e) { // no memory, a broken library: still a sentence rather than a stack trace
            terminal.err().println("dropwhy: the Java runtime failed: " + clean(e.toString()));
            exitCode = ExitCode.FAILED;
        }
        terminal.out().flush();
        System.exit(exitCode);
    }

    /**
     * The command line; a new one for each execution. Of the subcommands only the one that is named is made, because picocli
     * reads the options of each by reflection, and the window should open soon; all of them where none is named.
     */
    static CommandLine commandLine(Surroundings surroundings, String... arguments) {
        Terminal terminal = surroundings.terminal();
        Style style = terminal.style();
        Map<String, Supplier<Object>> commands = commands(surroundings);
        CommandLine commandLine = new CommandLine(new DropwhyCommand(surroundings));
        if (arguments.length > 0 && commands.containsKey(arguments[0])) {
            commandLine.addSubcommand(commands.get(arguments[0]).get());
        } else {
            commands.values().forEach(command -> commandLine.addSubcommand(command.get()));
        }
        return commandLine
                .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(style.width())
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        terminal.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
                .setParameterExceptionHandler((exception, parsed) -> refuse(terminal, exception))
                .setExecutionExceptionHandler((exception, command, parsed) -> fail(terminal, exception));
    }

    private static Map<String, Supplier<Object>> commands(Surroundings surroundings) {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("run", () -> new RunCommand(surroundings));
        commands.put("watch", () -> new WatchCommand(surroundings));
        commands.put("observe", () -> new ObserveCommand(surroundings));
        commands.put("diagnose", () -> new DiagnoseCommand(surroundings));
        commands.put("explain", () -> new ExplainCommand(surroundings));
        commands.put("classify", () -> new ClassifyCommand(surroundings));
        commands.put("demo", () -> new DemoCommand(surroundings));
        commands.put("agent", () -> new AgentCommand(surroundings));
        commands.put("version", () -> new VersionCommand(surroundings));
        return commands;
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
