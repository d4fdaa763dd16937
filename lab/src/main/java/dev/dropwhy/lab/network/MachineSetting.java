package dev.dropwhy.lab.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A setting of the whole machine that is changed for a moment. A small guard process puts the old value back when this is
 * restored, and also when this process dies in whatever way: it waits for the end of a pipe that only this process holds.
 */
public final class MachineSetting {

    private static final int LIMIT_SECONDS = 10;

    private final Process guard;

    private MachineSetting(Process guard) {
        this.guard = guard;
    }

    /** Changes a file of /proc/sys until it is restored. */
    public static MachineSetting change(Path file, String value) throws IOException {
        String before =
                Files.readAllLines(file).getFirst(); // readString reads one byte of a file that claims to be empty
        Process guard = new ProcessBuilder(
                        "sh", "-c", "cat >/dev/null; echo \"$1\" >\"$2\"", "sh", before, file.toString())
                .start();
        Files.writeString(file, value);
        return new MachineSetting(guard);
    }

    /** Puts the old value back. */
    public void restore() throws IOException, InterruptedException {
        guard.getOutputStream().close();
        if (!guard.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || guard.exitValue() != 0) {
            throw new IOException("a setting of the machine could not be put back: "
                    + guard.info().commandLine().orElse("the guard is gone"));
        }
    }
}
