package dev.dropwhy.agent.demo;

import dev.dropwhy.agent.linux.Libc;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * A thread in a network namespace of its own, which has no name and ends with the thread. Sockets opened on the thread
 * belong to the namespace and keep it alive until they are closed.
 */
final class NamespaceThread implements AutoCloseable {

    private static final int CLONE_NEWNET = 0x40000000;
    private static final long LONGEST_END_SECONDS = 5;

    private final String name;
    private final ExecutorService executor;
    private int threadId;

    private NamespaceThread(String name) {
        this.name = name;
        this.executor = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name(name).daemon(true).factory());
    }

    /**
     * Starts the thread and moves it.
     *
     * @param name name of the thread
     * @throws IOException where the kernel refuses: this needs CAP_SYS_ADMIN
     */
    static NamespaceThread open(String name) throws IOException {
        NamespaceThread thread = new NamespaceThread(name);
        try {
            thread.threadId = thread.call(() -> {
                Libc.unshare(CLONE_NEWNET);
                return Libc.gettid();
            });
            return thread;
        } catch (IOException | RuntimeException e) {
            thread.close();
            throw e;
        }
    }

    /** The kernel's number of the thread, which names its namespace to netlink. */
    int threadId() {
        return threadId;
    }

    /** Runs something in the namespace without waiting for it. */
    <T> Future<T> start(Callable<T> task) {
        return executor.submit(task);
    }

    /** Runs something in the namespace and waits for it. */
    <T> T call(Callable<T> task) throws IOException {
        try {
            return start(task).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IllegalStateException("in the namespace of " + name, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + name, e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(LONGEST_END_SECONDS, TimeUnit.SECONDS)) {
                return; // a daemon: it ends with the process, and its namespace with it
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
