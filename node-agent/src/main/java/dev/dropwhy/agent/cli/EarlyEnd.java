package dev.dropwhy.agent.cli;

import dev.dropwhy.agent.observer.ObservationListener;
import dev.dropwhy.agent.observer.StopSignal;
import dev.dropwhy.report.ExitCode;
import dev.dropwhy.report.OrderlyEnd;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Lets a signal (Ctrl-C, SIGTERM, SIGHUP) end the window early while the report is still printed. How long that may take is
 * measured by how long the window took to open, which is work of the same kind on the same machine: on a node that was slow
 * there, an end without a report would be the end of exactly the observations that are hard to come by.
 */
final class EarlyEnd implements AutoCloseable {

    /**
     * How long a report may take after a signal.
     *
     * @param least on the fastest machine
     * @param most on the slowest
     * @param openings how many times as long as the window took to open
     */
    record Patience(Duration least, Duration most, int openings) {

        /** A report takes about as long as the opening; the rest is for what has made a node slow meanwhile. */
        static final Patience USUAL = new Patience(Duration.ofSeconds(30), Duration.ofMinutes(10), 20);

        Duration after(Duration opening) {
            Duration wanted = opening.multipliedBy(openings);
            return wanted.compareTo(least) < 0 ? least : wanted.compareTo(most) > 0 ? most : wanted;
        }
    }

    private final Terminal terminal;
    private final Patience patience;
    private final OrderlyEnd end;
    private final long begun = System.nanoTime();
    private volatile long openedNanos;
    private volatile int exitCode = ExitCode.FAILED;

    EarlyEnd(StopSignal stop, Terminal terminal) {
        this(stop, terminal, Patience.USUAL);
    }

    EarlyEnd(StopSignal stop, Terminal terminal, Patience patience) {
        this.terminal = terminal;
        this.patience = patience;
        this.end = OrderlyEnd.onSignal(stop::stop, this::longest, () -> exitCode, this::late);
    }

    /** Tells the exit code that the process shall have, should a signal be ending it. */
    int exitWith(int code) {
        exitCode = code;
        return code;
    }

    /** A listener that tells another one everything, and notes when the window opens. */
    ObservationListener noting(ObservationListener next) {
        return new ObservationListener() {
            @Override
            public void opened(List<String> interfaces) {
                if (openedNanos == 0) {
                    openedNanos = Math.max(1, System.nanoTime() - begun);
                }
                next.opened(interfaces);
            }

            @Override
            public void sampled(Duration elapsed, Duration length, long dropped) {
                next.sampled(elapsed, length, dropped);
            }

            @Override
            public void counted(Map<String, Map<String, Long>> statistics) {
                next.counted(statistics);
            }
        };
    }

    /** Grows with the time for as long as the window is not open. */
    private Duration longest() {
        long opened = openedNanos;
        return patience.after(Duration.ofNanos(opened != 0 ? opened : System.nanoTime() - begun));
    }

    /** An end without a report says so; the JVM alone would say 143 and nothing. */
    private void late() {
        terminal.err()
                .println("dropwhy: there was no report within " + longest().toSeconds()
                        + " s after the signal that ended the window, so this is the end without one.");
        terminal.err().flush();
        Runtime.getRuntime().halt(ExitCode.FAILED);
    }

    @Override
    public void close() {
        terminal.out().flush();
        end.close();
    }
}
