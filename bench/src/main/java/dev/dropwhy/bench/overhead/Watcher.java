package dev.dropwhy.bench.overhead;

import java.io.IOException;
import java.util.Optional;

/** Something that watches drops, or nothing at all, while a storm blows. */
interface Watcher {

    /** Its name in the tables. */
    String label();

    /** Why it cannot be run on this machine; empty where it can. */
    Optional<String> absent();

    /** Whether what it watches is still dropped: a tap takes the packets instead. */
    default boolean leavesDrops() {
        return true;
    }

    /** Attaches it to a wire. Returns when it watches. */
    Watch begin(Wire wire) throws IOException, InterruptedException;
}
