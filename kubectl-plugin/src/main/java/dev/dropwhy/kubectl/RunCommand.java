package dev.dropwhy.kubectl;

import dev.dropwhy.api.Condition;
import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.DropInvestigationStatus;
import dev.dropwhy.report.ExitCode;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kubectl dropwhy run}: creates an investigation, follows it, prints the report, and deletes it again. */
@Command(
        name = "run",
        description = "Investigate nodes of the cluster now and print the report.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit code: 0 no Problem was found, 1 a Problem was found, 2 it could not run, 130 Ctrl-C ended it.",
            "The investigation is deleted when the report is printed, or at Ctrl-C, unless --keep is given."
        })
final class RunCommand implements Callable<Integer> {

    private final Screen screen;
    private final Clock clock;

    @Mixin
    private AskOptions ask = new AskOptions();

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the DropInvestigation. Default: made up.")
    private @Nullable String name;

    @Option(names = "--keep", description = "Leave the DropInvestigation on the cluster.")
    private boolean keep;

    @Option(
            names = "--operator-timeout",
            paramLabel = "SECONDS",
            description = "How long an operator may take to say anything. Default: ${DEFAULT-VALUE}.")
    private int operatorTimeout = 15;

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    RunCommand(Screen screen, Clock clock) {
        this.screen = screen;
        this.clock = clock;
    }

    @Override
    public Integer call() throws PluginException {
        try (Interruption interruption = Interruption.watch();
                Investigations investigations = connection.open(clock)) {
            DropInvestigation created = investigations.create(name, ask.spec());
            int exitCode;
            try {
                exitCode = follow(investigations, created, interruption);
            } catch (PluginException e) {
                leave(investigations, created);
                throw e;
            }
            leave(investigations, created);
            return exitCode;
        }
    }

    private int follow(Investigations investigations, DropInvestigation created, Interruption interruption)
            throws PluginException {
        Optional<DropInvestigation> ended;
        try (Progress progress = new Progress(screen.err(), screen.interactive())) {
            ended = new Follower(investigations, progress, interruption, Duration.ofSeconds(operatorTimeout))
                    .follow(created);
        }
        if (ended.isEmpty()) {
            screen.err().println("kubectl dropwhy: interrupted; there is no report.");
            return Interruption.EXIT_CODE;
        }
        format.print(screen, investigations, ended.get());
        return exitCode(ended.get().getStatus());
    }

    /** What the operator itself calls a failure could not run, whatever the report says. */
    private static int exitCode(DropInvestigationStatus status) {
        boolean failed = status.conditions().stream()
                .filter(condition -> condition.type().equals("Succeeded"))
                .map(Condition::status)
                .anyMatch("False"::equals);
        return failed ? ExitCode.FAILED : ExitCode.of(status.verdicts());
    }

    /** Deletes the investigation, or says what stays. */
    private void leave(Investigations investigations, DropInvestigation created) {
        String stays = Investigations.name(created);
        if (keep) {
            screen.err().println("Kept DropInvestigation " + stays + "; kubectl dropwhy show " + stays + " prints it.");
            return;
        }
        try {
            investigations.delete(created);
        } catch (PluginException e) {
            screen.err()
                    .println("kubectl dropwhy: " + e.getMessage() + " It stays; delete it with kubectl delete"
                            + " dropinvestigation " + stays + ".");
        }
    }
}
