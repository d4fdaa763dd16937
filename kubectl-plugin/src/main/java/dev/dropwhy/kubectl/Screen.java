package dev.dropwhy.kubectl;

import dev.dropwhy.report.text.Style;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Where a command's words go. A laptop may run anything, so only what Java itself tells of the terminal is asked.
 *
 * @param out results
 * @param err progress and errors
 * @param interactive whether a person watches: progress may be rewritten in place
 * @param style how results are set off
 */
record Screen(PrintStream out, PrintStream err, boolean interactive, Style style) {

    private static final int USUAL_COLUMNS = 100;

    /**
     * The process's own standard output and error.
     *
     * @param environment its environment: NO_COLOR (no-color.org), TERM, COLUMNS
     */
    static Screen ofProcess(Map<String, String> environment) {
        boolean terminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "dumb").equals("dumb");
        return new Screen(
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                terminal && !plain,
                new Style(terminal && !plain, columns(environment)));
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    private static int columns(Map<String, String> environment) {
        try {
            return Integer.parseInt(environment.getOrDefault("COLUMNS", ""));
        } catch (NumberFormatException e) {
            return USUAL_COLUMNS;
        }
    }
}
