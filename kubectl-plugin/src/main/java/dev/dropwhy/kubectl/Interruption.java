package dev.dropwhy.kubectl;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets Ctrl-C (SIGINT, SIGTERM, SIGHUP) end a command in order: the JVM answers these signals by running its shutdown hooks,
 * so the hook wishes the end and waits until the command has cleaned up.
 */
final class Interruption implements AutoCloseable {

    /** What a shell reports of a command that SIGINT ended. */
    static final int EXIT_CODE = 130;

    private static final long LONGEST_SECONDS = 20;

    private final CountDownLatch wished = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::end, "interruption");

    /** Watches for signals until it is closed. */
    static Interruption watch() {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /** Waits, or not where the end is wished. */
    void sleep(Duration duration) {
        try {
            if (wished.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            wished.countDown();
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the end is wished. */
    boolean isWished() {
        return wished.getCount() == 0;
    }

    private void end() {
        wished.countDown();
        try {
            if (done.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(EXIT_CODE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // a signal is ending the process, and the hook ends it with the right exit code
        }
    }
}
