package dev.dropwhy.agent.observer;

import dev.dropwhy.agent.dropevents.choice.EngineLadder;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * An engine that is being started on a thread of its own, which is in the network namespace of the thread that asked,
 * while that one opens what else the window needs. Loading a program into the kernel takes longer than all the rest.
 */
final class PendingEngine implements AutoCloseable {

    private final FutureTask<EngineLadder.Started> start;
    private boolean taken;

    private PendingEngine(FutureTask<EngineLadder.Started> start) {
        this.start = start;
    }

    static PendingEngine begin(Callable<EngineLadder.Started> start) {
        FutureTask<EngineLadder.Started> task = new FutureTask<>(start);
        Thread.ofPlatform().name("engine-start").daemon(true).start(task);
        return new PendingEngine(task);
    }

    /** Waits until the engine records; from then on it is the caller's to close. */
    EngineLadder.Started take() {
        EngineLadder.Started started = await();
        taken = true;
        return started;
    }

    /** Waits whatever happens: a half-started engine can be neither used nor left. */
    private EngineLadder.Started await() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return start.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IllegalStateException("the event engine could not be started", e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Closes the engine where nobody took it. */
    @Override
    public void close() {
        if (!taken) {
            await().engine().close();
        }
    }
}
