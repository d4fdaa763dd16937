package dev.dropwhy.agent.cli;

import dev.dropwhy.agent.investigation.Investigation;
import dev.dropwhy.agent.observer.InterfaceSelectionException;
import dev.dropwhy.agent.observer.ObservationListener;
import dev.dropwhy.agent.observer.ObservationRequest;
import dev.dropwhy.agent.observer.StopSignal;
import dev.dropwhy.diagnosis.observation.Observation;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;

/** Observes once for a command: progress on a terminal, an early end by signal, errors as sentences. */
final class ObservingSession {

    /** What a command does with an observation. */
    @FunctionalInterface
    interface Reporter {
        int report(Observation observation) throws CommandException;
    }

    /** Where the observation runs: whose network namespace it sees. */
    @FunctionalInterface
    interface Place {

        /** The calling thread's own namespace. */
        Place HERE = Callable::call;

        Observation observe(Callable<Observation> observation) throws Exception;
    }

    private final Surroundings surroundings;
    private final UnaryOperator<ObservationListener> witness;

    ObservingSession(Surroundings surroundings) {
        this(surroundings, UnaryOperator.identity());
    }

    /**
     * A session with somebody else who looks on.
     *
     * @param surroundings what commands need of the process
     * @param witness takes the listener that shows progress, and gives one that tells it everything
     */
    ObservingSession(Surroundings surroundings, UnaryOperator<ObservationListener> witness) {
        this.surroundings = surroundings;
        this.witness = witness;
    }

    int run(Investigation investigation, Reporter reporter) throws CommandException {
        return run(investigation, Place.HERE, reporter);
    }

    int run(Investigation investigation, Place place, Reporter reporter) throws CommandException {
        StopSignal stop = new StopSignal();
        try (EarlyEnd end = new EarlyEnd(stop, surroundings.terminal())) {
            return end.exitWith(reporter.report(observe(investigation, place, stop, end)));
        }
    }

    private Observation observe(Investigation investigation, Place place, StopSignal stop, EarlyEnd end)
            throws CommandException {
        ObservationRequest request = new ObservationRequest(
                investigation.interfaces(), investigation.duration(), investigation.events(), investigation.frames());
        Terminal terminal = surroundings.terminal();
        try (ProgressLine progress = new ProgressLine(terminal.err())) {
            ObservationListener listener =
                    terminal.errIsTerminal() ? progress : new OpeningLine(terminal.err(), investigation.duration());
            return place.observe(
                    () -> surroundings.observer().get().observe(request, stop, end.noting(witness.apply(listener))));
        } catch (InterfaceSelectionException e) {
            throw new CommandException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new CommandException("The counters of this machine cannot be read: " + e.getMessage() + ".");
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("while observing", e);
        }
    }
}
