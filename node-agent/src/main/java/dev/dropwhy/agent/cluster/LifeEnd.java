package dev.dropwhy.agent.cluster;

import dev.dropwhy.agent.observer.StopSignal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The wish that an agent ends, from any thread, once: waits end at once, and a window ends early. */
public final class LifeEnd {

    private final CountDownLatch wished = new CountDownLatch(1);
    private final StopSignal window = new StopSignal();

    /** Wishes the end; harmless when repeated. */
    public void wish() {
        window.stop();
        wished.countDown();
    }

    boolean isWished() {
        return wished.getCount() == 0;
    }

    /** Ends the window early. */
    StopSignal window() {
        return window;
    }

    /**
     * Waits.
     *
     * @return whether the end is wished; an interrupt of the waiting thread is such a wish too
     */
    boolean pause(Duration longest) {
        try {
            return wished.await(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            wish();
            return true;
        }
    }

    /** Waits until the end is wished. */
    void await() {
        boolean over;
        do {
            over = pause(Duration.ofHours(1));
        } while (!over);
    }
}
