package dev.dropwhy.agent.cli;

import dev.dropwhy.agent.demo.DemoNetwork;
import dev.dropwhy.agent.demo.DemoUnavailableException;
import dev.dropwhy.agent.demo.RecordedDemo;
import dev.dropwhy.agent.investigation.Investigation;
import dev.dropwhy.api.DropInvestigationSpec;
import dev.dropwhy.api.InterfaceSelection;
import dev.dropwhy.diagnosis.observation.Observation;
import dev.dropwhy.diagnosis.replay.ObservationJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dropwhy demo}: a switch, a host that does not listen, and the verdict that names the switch. */
@Command(
        name = "demo",
        description =
                "Make a switch and a host in network namespaces, watch the host drop the switch's frames, and say why.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    private static final int LONGEST_SECONDS = 3600;

    private final Surroundings surroundings;

    @Option(
            names = {"-d", "--duration"},
            paramLabel = "SECONDS",
            description = "Length of the window. Default: ${DEFAULT-VALUE}.")
    private int seconds = 8;

    @Mixin
    private ReportOption output = new ReportOption();

    @Option(names = "--record", paramLabel = "FILE", description = "Also record the observation, for dropwhy diagnose.")
    private @Nullable Path record;

    DemoCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandException {
        if (seconds < 1 || seconds > LONGEST_SECONDS) {
            throw new CommandException("--duration is %d, and must be 1 to %d.".formatted(seconds, LONGEST_SECONDS));
        }
        Investigation investigation = new Investigation(
                "demo",
                new DropInvestigationSpec(
                        null,
                        new InterfaceSelection(List.of(DemoNetwork.HOST_INTERFACE), List.of()),
                        seconds,
                        null,
                        null,
                        List.of(),
                        null,
                        null));
        try (DemoNetwork network = DemoNetwork.open()) {
            say("A switch speaks RSTP and LLDP to a host that does not listen; watching the host for " + seconds
                    + " s. Nothing of it touches this machine's own network.");
            return new ObservingSession(surroundings).run(investigation, network::onHost, observation -> {
                save(observation);
                return output.report(surroundings, investigation, observation);
            });
        } catch (DemoUnavailableException e) {
            say(e.getMessage() + " Here is the diagnosis of one that was recorded elsewhere:");
            return output.report(surroundings, investigation, RecordedDemo.read());
        } catch (IOException e) {
            throw new CommandException("The demo's network cannot be made: " + e.getMessage() + ".");
        }
    }

    private void save(Observation observation) throws CommandException {
        if (record == null) {
            return;
        }
        try (OutputStream out = Files.newOutputStream(record)) {
            new ObservationJson().write(observation, out);
        } catch (IOException e) {
            throw new CommandException(record + " cannot be written: " + FileErrors.describe(e) + ".");
        }
    }

    private void say(String sentence) {
        surroundings.terminal().err().println(sentence);
        surroundings.terminal().err().println();
    }
}
