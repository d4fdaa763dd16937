package dev.dropwhy.kubectl;

import dev.dropwhy.report.OrderlyEnd;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets Ctrl-C (SIGINT, SIGTERM, SIGHUP) end a command once it has cleaned up. */
final class Interruption implements AutoCloseable {

    /** What a shell reports of a command that SIGINT ended. */
    static final int EXIT_CODE = 130;

    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final CountDownLatch wished = new CountDownLatch(1);
    private final OrderlyEnd end = OrderlyEnd.onSignal(wished::countDown, () -> LONGEST, () -> EXIT_CODE, () -> {});

    /** Watches for signals until it is closed. */
    static Interruption watch() {
        return new Interruption();
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

    @Override
    public void close() {
        end.close();
    }
}
