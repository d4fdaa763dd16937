package dev.dropwhy.agent.observer;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends a window early, from any thread, once. What was observed until then is reported all the same. */
public final class StopSignal {

    private final CountDownLatch stopped = new CountDownLatch(1);

    /** Ends the window; harmless when repeated. */
    public void stop() {
        stopped.countDown();
    }

    /** Whether the window shall end. */
    public boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /**
     * Waits.
     *
     * @param longest how long at most; returns at once where not positive
     * @return whether the window shall end; an interrupt of the waiting thread is such a wish too
     */
    boolean await(Duration longest) {
        try {
            return stopped.await(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop();
            return true;
        }
    }
}
