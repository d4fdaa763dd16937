package dev.dropwhy.agent.cli;

import dev.dropwhy.agent.linux.Libc;
import dev.dropwhy.report.text.Style;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a command's words go.
 *
 * @param out results
 * @param err progress and errors
 * @param outIsTerminal whether results are read by a person
 * @param errIsTerminal whether progress is read by a person
 * @param columns width of the terminal
 * @param colour whether results may be coloured
 */
record Terminal(
        PrintStream out, PrintStream err, boolean outIsTerminal, boolean errIsTerminal, int columns, boolean colour) {

    private static final int STDOUT = 1;
    private static final int STDERR = 2;
    private static final int USUAL_COLUMNS = 100;

    /**
     * The process's own standard output and error.
     *
     * @param environment its environment: NO_COLOR (no-color.org), TERM, COLUMNS
     */
    static Terminal ofProcess(Map<String, String> environment) {
        boolean out = isTerminal(STDOUT);
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "").equals("dumb");
        return new Terminal(
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                out,
                isTerminal(STDERR),
                columns(environment, out),
                out && !plain);
    }

    Style style() {
        return new Style(colour, columns);
    }

    /**
     * Whether a descriptor is a terminal, told by the device behind it: linking isatty(3) would cost a tenth of the time that
     * a short command takes.
     */
    private static boolean isTerminal(int descriptor) {
        try {
            String device = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }

    /** UTF-8 whatever the locale says: JSON and YAML must be, and terminals are. */
    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }

    private static int columns(Map<String, String> environment, boolean terminal) {
        int told = terminal ? Libc.terminalColumns(STDOUT) : 0;
        if (told > 0) {
            return told;
        }
        try {
            return Integer.parseInt(environment.getOrDefault("COLUMNS", ""));
        } catch (NumberFormatException e) {
            return USUAL_COLUMNS;
        }
    }
}
