package dev.dropwhy.agent.dropevents.tracefs;

import dev.dropwhy.agent.dropevents.EngineUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** One window in which the instance records, and the thread that empties its buffers meanwhile. */
final class TraceRecording implements AutoCloseable {

    /** At two million drops a second a buffer of 4 MB fills within 60 ms. */
    private static final Duration NAP = Duration.ofMillis(10);

    private final TraceInstance instance;
    private final RawPipe pipe;
    private final EventFormat format;
    private final TraceTally tally;
    private final Thread drainer;
    private final long startNanos;
    private volatile boolean stopped;
    private boolean closed;

    private TraceRecording(TraceInstance instance, RawPipe pipe, EventFormat format) {
        this.instance = instance;
        this.pipe = pipe;
        this.format = format;
        this.tally = new TraceTally(format);
        this.startNanos = System.nanoTime();
        this.drainer = Thread.ofPlatform().daemon().name("trace-pages").unstarted(this::drainUntilStopped);
    }

    static TraceRecording start(TraceInstance instance) throws IOException, EngineUnavailableException {
        EventFormat format = EventFormat.parse(instance.format());
        RawPipe pipe = new RawPipe(instance.pipes());
        TraceRecording recording = new TraceRecording(instance, pipe, format);
        try {
            instance.enable(true);
        } catch (IOException e) {
            pipe.close();
            throw e;
        }
        recording.drainer.start();
        return recording;
    }

    private void drainUntilStopped() {
        while (!stopped) {
            pipe.drain(tally);
            LockSupport.parkNanos(this, NAP.toNanos());
        }
    }

    /**
     * Ends the window and reads what is left.
     *
     * @return events that were lost
     */
    long stop() {
        try {
            instance.enable(false);
            endDraining();
            while (pipe.drain(tally) > 0) {
                // until the buffers are empty; nothing comes any more
            }
            return instance.lost();
        } catch (IOException e) {
            throw new IllegalStateException("the tracing instance was taken away: " + e.getMessage(), e);
        }
    }

    private void endDraining() {
        stopped = true;
        LockSupport.unpark(drainer);
        boolean interrupted = false;
        while (drainer.isAlive()) {
            try {
                drainer.join();
            } catch (InterruptedException e) {
                // The pipes must not be closed under the drainer's hands; it ends within a nap.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
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
        endDraining();
        pipe.close();
        instance.close();
    }
}
