package dev.dropwhy.agent.cli;

import dev.dropwhy.agent.observer.StopSignal;
import dev.dropwhy.report.ExitCode;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a signal (Ctrl-C, SIGTERM, SIGHUP) end the window early while the report is still printed: the JVM answers these
 * signals by running its shutdown hooks, so the hook stops the window and waits until the command is done.
 */
final class EarlyEnd implements AutoCloseable {

    private static final long LONGEST_REPORT_SECONDS = 30;

    private final StopSignal stop;
    private final PrintStream out;
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::endOnSignal, "early-end");
    private volatile int exitCode = ExitCode.FAILED;

    EarlyEnd(StopSignal stop, PrintStream out) {
        this.stop = stop;
        this.out = out;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Tells the exit code that the process shall have, should a signal be ending it. */
    int exitWith(int code) {
        exitCode = code;
        return code;
    }

    private void endOnSignal() {
        stop.stop();
        try {
            if (done.await(LONGEST_REPORT_SECONDS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(exitCode); // the JVM would say 130 or 143 where a report was printed
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        out.flush();
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // a signal is ending the process, and the hook ends it with the right exit code
        }
    }
}
