package dev.dropwhy.report;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Lets a signal (SIGINT, SIGTERM, SIGHUP) end a command in its own time. The JVM answers these signals by running its shutdown
 * hooks; the hook wishes the end, waits until the command is done, and ends the process with the command's exit code, where the
 * JVM would say 130 or 143. Closing says that the command is done.
 */
public final class OrderlyEnd implements AutoCloseable {

    /** How often the patience is asked for anew. */
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Runnable wish;
    private final Supplier<Duration> patience;
    private final IntSupplier exitCode;
    private final Runnable late;
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::end, "orderly-end");

    private OrderlyEnd(Runnable wish, Supplier<Duration> patience, IntSupplier exitCode, Runnable late) {
        this.wish = wish;
        this.patience = patience;
        this.exitCode = exitCode;
        this.late = late;
    }

    /**
     * Watches for signals until it is closed.
     *
     * @param wish asks the command to end; must return at once
     * @param patience how long to wait since the signal; asked again and again, so that it may change
     * @param exitCode of the process, once the command is done
     * @param late called where patience has run out; the process ends when it returns
     */
    public static OrderlyEnd onSignal(Runnable wish, Supplier<Duration> patience, IntSupplier exitCode, Runnable late) {
        OrderlyEnd end = new OrderlyEnd(wish, patience, exitCode, late);
        Runtime.getRuntime().addShutdownHook(end.hook);
        return end;
    }

    private void end() {
        wish.run();
        long signalled = System.nanoTime();
        try {
            long left = patience.get().toNanos();
            while (left > 0) {
                if (done.await(Math.min(left, LOOK_NANOS), TimeUnit.NANOSECONDS)) {
                    Runtime.getRuntime().halt(exitCode.getAsInt());
                }
                left = patience.get().toNanos() - (System.nanoTime() - signalled);
            }
            late.run();
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
