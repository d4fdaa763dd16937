package dev.dropwhy.agent.dropevents.tracefs;

import dev.dropwhy.agent.dropevents.Drainer;
import dev.dropwhy.agent.dropevents.EngineUnavailableException;
import java.io.IOException;
import java.time.Duration;

/** One window in which the instance records, and the thread that empties its buffers meanwhile. */
final class TraceRecording implements AutoCloseable {

    /** At two million drops a second a buffer of 4 MB fills within 60 ms. */
    private static final Duration NAP = Duration.ofMillis(10);

    private final TraceInstance instance;
    private final RawPipe pipe;
    private final EventFormat format;
    private final TraceTally tally;
    private final Drainer drainer;
    private final long startNanos;
    private boolean closed;

    private TraceRecording(TraceInstance instance, RawPipe pipe, EventFormat format) {
        this.instance = instance;
        this.pipe = pipe;
        this.format = format;
        this.tally = new TraceTally(format);
        this.startNanos = System.nanoTime();
        this.drainer = Drainer.start("trace-pages", NAP, () -> pipe.drain(tally));
    }

    static TraceRecording start(TraceInstance instance) throws IOException, EngineUnavailableException {
        EventFormat format = EventFormat.parse(instance.format());
        RawPipe pipe = new RawPipe(instance.pipes());
        try {
            instance.enable(true);
        } catch (IOException e) {
            pipe.close();
            throw e;
        }
        return new TraceRecording(instance, pipe, format);
    }

    /**
     * Ends the window and reads what is left.
     *
     * @return events that were lost
     */
    long stop() {
        try {
            instance.enable(false);
            drainer.end();
            while (pipe.drain(tally) > 0) {
                // until the buffers are empty; nothing comes any more
            }
            return instance.lost();
        } catch (IOException e) {
            throw new IllegalStateException("the tracing instance was taken away: " + e.getMessage(), e);
        }
    }

    EventFormat format() {
        return format;
    }

    /** What was recorded; complete after {@link #stop}. */
    TraceTally tally() {
        return tally;
    }

    long startNanos() {
        return startNanos;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        drainer.end();
        pipe.close();
        instance.close();
    }
}
