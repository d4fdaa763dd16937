package dev.dropwhy.agent.cli;

import dev.dropwhy.agent.observer.ObservationListener;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** One line on standard error that is rewritten each second while a window is open, and erased afterwards. */
final class ProgressLine implements ObservationListener, AutoCloseable {

    private static final int MAXIMUM_NAMES = 4;

    private final PrintStream err;
    private String interfaces = "";
    private boolean shown;

    ProgressLine(PrintStream err) {
        this.err = err;
    }

    @Override
    public void opened(List<String> names) {
        interfaces = String.join(", ", names.stream().limit(MAXIMUM_NAMES).toList())
                + (names.size() > MAXIMUM_NAMES ? " and " + (names.size() - MAXIMUM_NAMES) + " more" : "");
        show("Observing " + interfaces + " ...");
    }

    @Override
    public void sampled(Duration elapsed, Duration length, long dropped) {
        show(String.format(
                Locale.ROOT,
                "Observing %s: %d of %d s, %d dropped so far (Ctrl-C ends early and reports)",
                interfaces,
                Math.min(elapsed.toSeconds(), length.toSeconds()),
                length.toSeconds(),
                dropped));
    }

    private void show(String text) {
        err.print("\r\u001b[K" + text.replaceAll("\\p{Cntrl}", "?"));
        err.flush();
        shown = true;
    }

    @Override
    public void close() {
        if (shown) {
            err.print("\r\u001b[K");
            err.flush();
            shown = false;
        }
    }
}
