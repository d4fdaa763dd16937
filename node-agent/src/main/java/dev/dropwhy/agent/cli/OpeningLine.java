package dev.dropwhy.agent.cli;

import dev.dropwhy.agent.observer.ObservationListener;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/**
 * One line on standard error when the window opens, where nobody watches a progress line: a log shows when the measuring
 * began, and a program that starts dropwhy knows from when on traffic is seen.
 */
final class OpeningLine implements ObservationListener {

    private final PrintStream err;
    private final Duration length;

    OpeningLine(PrintStream err, Duration length) {
        this.err = err;
        this.length = length;
    }

    @Override
    public void opened(List<String> interfaces) {
        String names = String.join(", ", interfaces).replaceAll("\\p{Cntrl}", "?");
        err.println("Observing " + names + " for " + length.toSeconds() + " s");
        err.flush();
    }
}
