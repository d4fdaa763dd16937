package dev.dropwhy.operator.testing;

import dev.dropwhy.operator.testing.FaultyProxy.Answer;
import dev.dropwhy.operator.testing.FaultyProxy.Fault;
import dev.dropwhy.operator.testing.FaultyProxy.Request;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A slow and overloaded API server: every request waits, and each write is refused with a conflict when it is first tried
 * and with 429 when it is tried again; the third time it is done.
 */
public final class TroubledServer implements Fault {

    private static final long READ_MILLIS = 50;
    private static final long WRITE_MILLIS = 150;

    private final Map<String, Integer> tries = new ConcurrentHashMap<>();
    private final AtomicInteger conflicts = new AtomicInteger();
    private final AtomicInteger overloads = new AtomicInteger();

    @Override
    public Answer on(Request request) throws InterruptedException {
        if (!request.isWrite()) {
            Thread.sleep(READ_MILLIS);
            return new Answer.Pass(request.query());
        }
        Thread.sleep(WRITE_MILLIS);
        // A collection takes many objects: each try of any of them counts.
        int tried = tries.merge(request.method() + " " + request.path(), 1, Integer::sum) % 3;
        // An Event that exists is refused with 409 too, and then has been told.
        if (tried == 1 && !request.path().contains("/events")) {
            conflicts.incrementAndGet();
            return new Answer.Refuse(409, "Conflict");
        }
        if (tried == 2) {
            overloads.incrementAndGet();
            return new Answer.Refuse(429, "TooManyRequests");
        }
        return new Answer.Pass(request.query());
    }

    /** How many writes were refused with 409. */
    public int conflicts() {
        return conflicts.get();
    }

    /** How many writes were refused with 429. */
    public int overloads() {
        return overloads.get();
    }
}
