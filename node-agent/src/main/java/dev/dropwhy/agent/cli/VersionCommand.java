package dev.dropwhy.agent.cli;

import dev.dropwhy.report.ExitCode;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code dropwhy version}. */
@Command(name = "version", description = "Print the version.", mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    VersionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        String version = Objects.requireNonNullElse(
                VersionCommand.class.getPackage().getImplementationVersion(), "of a development tree");
        surroundings
                .terminal()
                .out()
                .println("dropwhy " + version + ", Java " + Runtime.version() + ", Linux "
                        + System.getProperty("os.version") + " " + System.getProperty("os.arch"));
        return ExitCode.NO_PROBLEM;
    }
}
