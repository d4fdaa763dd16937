package dev.dropwhy.agent.cli;

import dev.dropwhy.report.ExitCode;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets SIGTERM end a service in its own time: the JVM answers the signal by running its shutdown hooks, so the hook
 * wishes the end, waits until the service is done, and ends the process with code 0 instead of 143.
 */
final class GracefulEnd implements AutoCloseable {

    /** A pod has ten seconds from SIGTERM to SIGKILL. */
    private static final long LONGEST_SECONDS = 8;

    private final Runnable wish;
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::end, "graceful-end");

    private GracefulEnd(Runnable wish) {
        this.wish = wish;
    }

    static GracefulEnd onSignal(Runnable wish) {
        GracefulEnd end = new GracefulEnd(wish);
        Runtime.getRuntime().addShutdownHook(end.hook);
        return end;
    }

    private void end() {
        wish.run();
        try {
            if (done.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(ExitCode.NO_PROBLEM);
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
