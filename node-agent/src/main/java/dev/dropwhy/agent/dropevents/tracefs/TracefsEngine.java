package dev.dropwhy.agent.dropevents.tracefs;

import dev.dropwhy.agent.dropevents.DropEventEngine;
import dev.dropwhy.agent.dropevents.DropEvents;
import dev.dropwhy.agent.dropevents.EngineUnavailableException;
import dev.dropwhy.agent.kernel.KernelSymbols;
import dev.dropwhy.agent.kernel.KernelSymbols.Functions;
import dev.dropwhy.api.EventSource;
import dev.dropwhy.diagnosis.observation.EventTotals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the trace event {@code skb:kfree_skb}, of every network namespace, from binary trace pages. Lossless up to about a
 * million drops a second; what is lost is counted.
 */
public final class TracefsEngine implements DropEventEngine {

    /** Finds tracefs. */
    @FunctionalInterface
    interface Entrance {
        TraceFileSystem open() throws EngineUnavailableException;
    }

    private final Entrance entrance;
    private @Nullable TraceFileSystem tracing;
    private @Nullable TraceRecording recording;

    /** Makes an engine on the tracefs of this host; it touches nothing before {@link #start}. */
    public TracefsEngine() {
        this(TraceFileSystem::open);
    }

    TracefsEngine(Entrance entrance) {
        this.entrance = entrance;
    }

    @Override
    public EventSource source() {
        return EventSource.Tracefs;
    }

    @Override
    public void start() throws EngineUnavailableException {
        if (recording != null) {
            throw new IllegalStateException("an engine is used once");
        }
        TraceFileSystem found = entrance.open();
        tracing = found;
        TraceInstance instance = TraceInstance.create(found.root());
        try {
            recording = TraceRecording.start(instance);
        } catch (IOException e) {
            instance.close();
            throw new EngineUnavailableException(
                    "The trace event skb:kfree_skb could not be read: %s; it needs root and a kernel with CONFIG_NET and tracing."
                            .formatted(e.getMessage()),
                    e);
        } catch (EngineUnavailableException | RuntimeException e) {
            instance.close();
            throw e;
        }
    }

    @Override
    public DropEvents stop() {
        TraceRecording running = recording;
        if (running == null) {
            throw new IllegalStateException("the engine was not started");
        }
        long lost = running.stop();
        TraceTally tally = running.tally();
        Functions functions = KernelSymbols.lookUp(tally.locations(), KernelSymbols.KALLSYMS);
        return new DropEvents(
                new EventTotals(tally.seen(), tally.ungrouped(), lost, 0),
                tally.groups(functions, running.format(), running.startNanos()),
                limitations(running, lost, functions.closed()));
    }

    private static List<String> limitations(TraceRecording running, long lost, boolean symbolsClosed) {
        List<String> limitations = new ArrayList<>();
        limitations.add(
                "The trace event skb:kfree_skb tells neither interface nor network namespace nor bytes, and shows no frames.");
        if (!running.format().hasReason()) {
            limitations.add(
                    "The kernel %s gives no drop reasons (Linux 5.17 and newer do); drops are told apart by kernel function alone."
                            .formatted(System.getProperty("os.version")));
        }
        if (symbolsClosed) {
            limitations.add(
                    "The kernel hides its symbols from this process (sysctl kernel.kptr_restrict without CAP_SYSLOG); functions appear as addresses.");
        }
        if (lost > 0) {
            limitations.add(
                    "%d drop events were lost because they came faster than they could be read.".formatted(lost));
        }
        return limitations;
    }

    @Override
    public void close() {
        if (recording != null) {
            recording.close();
        }
        if (tracing != null) {
            tracing.close();
            tracing = null;
        }
    }
}
