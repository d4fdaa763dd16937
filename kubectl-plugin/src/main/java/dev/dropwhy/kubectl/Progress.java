package dev.dropwhy.kubectl;

import dev.dropwhy.report.document.CleanText;
import java.io.PrintStream;

/** What goes on, on standard error: one line rewritten in place for a person, one line for each news otherwise. */
final class Progress implements AutoCloseable {

    private static final String ERASE = "\r\u001b[K";

    private final PrintStream err;
    private final boolean inPlace;
    private String shown = "";

    Progress(PrintStream err, boolean inPlace) {
        this.err = err;
        this.inPlace = inPlace;
    }

    /**
     * Tells.
     *
     * @param news what goes on
     * @param clockwork what changes by itself, such as seconds; only for a line that is rewritten
     */
    void tell(String news, String clockwork) {
        String clean = CleanText.of(news);
        if (inPlace) {
            err.print(ERASE + clean + clockwork);
            shown = clean;
        } else if (!clean.equals(shown)) {
            err.println(clean);
            shown = clean;
        }
        err.flush();
    }

    @Override
    public void close() {
        if (inPlace && !shown.isEmpty()) {
            err.print(ERASE);
            err.flush();
        }
    }
}
