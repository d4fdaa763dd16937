package dev.dropwhy.bench.overhead;

import java.io.IOException;

/** A watcher that watches. */
interface Watch extends AutoCloseable {

    /** Processor time that its process took so far, in nanoseconds; 0 where it has no process. */
    long cpuNanos() throws IOException;

    /** Ends it and reads what it saw. */
    Sighting end() throws IOException, InterruptedException;

    @Override
    void close() throws IOException;
}
