package dev.dropwhy.agent.cli;

import dev.dropwhy.agent.observer.InterfaceSelectionException;
import dev.dropwhy.agent.observer.ObservationListener;
import dev.dropwhy.agent.observer.ObservationRequest;
import dev.dropwhy.agent.observer.StopSignal;
import dev.dropwhy.agent.report.WatchScreen;
import dev.dropwhy.api.EventSource;
import dev.dropwhy.api.FrameSampling;
import dev.dropwhy.api.InterfaceSelection;
import dev.dropwhy.diagnosis.Diagnosis;
import dev.dropwhy.diagnosis.observation.Observation;
import dev.dropwhy.report.ExitCode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dropwhy watch}: live counters, and after each short window what explains them. */
@Command(
        name = "watch",
        description = "Watch counters live, changes set off, and what explains them, window after window.",
        mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {

    private static final int SHORTEST_WINDOW = 2;
    private static final int LONGEST_WINDOW = 3600;

    private final Surroundings surroundings;

    @Parameters(
            paramLabel = "IFACE",
            arity = "0..*",
            description = "Interfaces, * and ? are wildcards. Default: those with a device behind them.")
    private List<String> interfaces = new ArrayList<>();

    @Option(
            names = {"-w", "--window"},
            paramLabel = "SECONDS",
            description = "Length of the windows that are diagnosed one after the other. Default: ${DEFAULT-VALUE}.")
    private int window = 10;

    @Option(
            names = "--events",
            paramLabel = "ENGINE",
            description = "Where single drops are learned from: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private EventSource events = EventSource.Auto;

    @Option(names = "--windows", paramLabel = "N", description = "End after so many windows. Default: Ctrl-C ends.")
    private int windows = Integer.MAX_VALUE;

    private boolean shown;

    WatchCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandException {
        if (window < SHORTEST_WINDOW || window > LONGEST_WINDOW) {
            throw new CommandException(
                    "--window is %d, and must be %d to %d.".formatted(window, SHORTEST_WINDOW, LONGEST_WINDOW));
        }
        Terminal terminal = surroundings.terminal();
        WatchScreen screen = new WatchScreen(terminal.style());
        Diagnosis diagnosis = surroundings.diagnosis().get();
        ObservationRequest request = new ObservationRequest(
                new InterfaceSelection(interfaces, List.of()),
                Duration.ofSeconds(window),
                events,
                new FrameSampling(2, 128));
        StopSignal stop = new StopSignal();
        try (EarlyEnd end = new EarlyEnd(stop, terminal)) {
            for (int done = 0; done < windows && !stop.isStopped(); done++) {
                screen.diagnosed(diagnosis.diagnose(observe(request, stop, screen, end), List.of()));
            }
            show(screen);
            return end.exitWith(ExitCode.NO_PROBLEM);
        }
    }

    private Observation observe(ObservationRequest request, StopSignal stop, WatchScreen screen, EarlyEnd end)
            throws CommandException {
        ObservationListener listener = new ObservationListener() {
            @Override
            public void counted(Map<String, Map<String, Long>> statistics) {
                if (screen.sample(System.nanoTime(), statistics)) {
                    show(screen);
                }
            }
        };
        try {
            return surroundings.observer().get().observe(request, stop, end.noting(listener));
        } catch (InterfaceSelectionException e) {
            throw new CommandException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new CommandException("The counters of this machine cannot be read: " + e.getMessage() + ".");
        }
    }

    /** Rewrites the screen in place on a terminal; elsewhere one block after the other. */
    private void show(WatchScreen screen) {
        Terminal terminal = surroundings.terminal();
        boolean inPlace = terminal.outIsTerminal();
        String erase = inPlace ? "\u001b[K" : "";
        String block = screen.lines().stream().map(line -> line + erase + "\n").collect(Collectors.joining());
        String home = shown ? "\u001b[H" : "\u001b[2J\u001b[H";
        terminal.out().print(inPlace ? home + block + "\u001b[J" : block + "\n");
        shown = true;
        terminal.out().flush();
    }
}
