package dev.dropwhy.agent.dropevents.bpf;

import dev.dropwhy.agent.dropevents.Drainer;
import dev.dropwhy.agent.dropevents.EngineUnavailableException;
import dev.dropwhy.agent.dropevents.bpf.DropTables.Counted;
import dev.dropwhy.agent.kernel.DropReasons;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One window in which the program counts, and the thread that empties its ring of samples meanwhile. */
final class Recording implements AutoCloseable {

    /**
     * Between two looks into the ring. It has room for 1,600 samples: 800 groups that drop at full sampling rate for that
     * long.
     */
    private static final Duration NAP = Duration.ofMillis(100);

    private final LoadedProgram loaded;
    private final @Nullable DropReasons reasons;
    private final SampleCollector samples;
    private final Drainer drainer;
    private final long startNanos;
    private boolean closed;
    private long missed;

    Recording(LoadedProgram loaded, @Nullable DropReasons reasons, int samplesPerGroup)
            throws EngineUnavailableException {
        this.loaded = loaded;
        this.reasons = reasons;
        this.samples = new SampleCollector(samplesPerGroup);
        this.startNanos = System.nanoTime();
        try {
            loaded.attach();
        } catch (EngineUnavailableException | RuntimeException e) {
            loaded.close();
            throw e;
        }
        this.drainer = Drainer.start("drop-samples", NAP, () -> loaded.ring().drain(samples::take));
    }

    /** Ends the window and reads everything. */
    Counted stop() {
        loaded.program().detach();
        drainer.end();
        loaded.ring().drain(samples::take);
        missed = loaded.program().missed();
        return new DropTables(loaded.libbpf(), loaded.program(), loaded.jiffyNanos()).read();
    }

    /** Samples of the window; complete after {@link #stop}. */
    SampleCollector samples() {
        return samples;
    }

    /** Drops that the program missed; known after {@link #stop}. */
    long missed() {
        return missed;
    }

    @Nullable DropReasons reasons() {
        return reasons;
    }

    /** Start of the window on the clock of {@link System#nanoTime}, which is CLOCK_MONOTONIC on Linux. */
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
        loaded.close();
    }
}
