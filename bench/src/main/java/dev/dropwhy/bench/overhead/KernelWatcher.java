package dev.dropwhy.bench.overhead;

import dev.dropwhy.lab.kernel.BpfObjects;
import java.io.IOException;
import java.util.Optional;

/** What needs no process: nothing, and a program that does nothing. */
enum KernelWatcher implements Watcher {
    NOTHING("nothing attached") {
        @Override
        AutoCloseable attach() {
            return () -> {};
        }
    },
    /** The same once more: the two baselines of a session tell how far its figures can be trusted. */
    NOTHING_AGAIN("nothing, again") {
        @Override
        AutoCloseable attach() {
            return () -> {};
        }
    },
    IDLE_PROGRAM("empty program") {
        @Override
        AutoCloseable attach() throws IOException {
            return BpfObjects.watchIdly("kfree_skb");
        }
    };

    private final String label;

    KernelWatcher(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }

    abstract AutoCloseable attach() throws IOException;

    @Override
    public Optional<String> absent() {
        return Optional.empty();
    }

    @Override
    public Watch begin(Wire wire) throws IOException {
        AutoCloseable attached = attach();
        return new Watch() {
            @Override
            public long cpuNanos() {
                return 0;
            }

            @Override
            public Sighting end() {
                return Sighting.NONE;
            }

            @Override
            public void close() throws IOException {
                try {
                    attached.close();
                } catch (Exception e) {
                    throw new IOException("cannot detach " + label, e);
                }
            }
        };
    }
}
