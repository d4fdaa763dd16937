package dev.dropwhy.agent.dropevents;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that empties a buffer of the kernel again and again, in the network namespace of the thread that started it.
 * What it works on must not be closed before {@link #end} returned.
 */
public final class Drainer implements AutoCloseable {

    private final Runnable drain;
    private final Duration nap;
    private final Thread thread;
    private volatile boolean ended;

    private Drainer(String name, Duration nap, Runnable drain) {
        this.drain = drain;
        this.nap = nap;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    /**
     * Starts to drain.
     *
     * @param name of the thread
     * @param nap between two turns; zero where a turn itself waits
     * @param drain one turn; must return soon, and must not throw
     */
    public static Drainer start(String name, Duration nap, Runnable drain) {
        Drainer drainer = new Drainer(name, nap, drain);
        drainer.thread.start();
        return drainer;
    }

    private void run() {
        while (!ended) {
            drain.run();
            if (!nap.isZero()) {
                LockSupport.parkNanos(this, nap.toNanos());
            }
        }
    }

    /** Waits until the turn that is under way is over, whatever interrupts; there is no further one. */
    public void end() {
        ended = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                // The buffer must not be taken away under the thread's hands; it ends within a turn.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        end();
    }
}
