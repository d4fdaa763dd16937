package dev.dropwhy.agent.dropevents;

import dev.dropwhy.api.EventSource;

/**
 * A source of drop events for one window. Used once: {@link #start}, then {@link #stop}, then {@link #close}.
 *
 * <p>Closing at any time releases everything; so does the death of the process, however it dies.
 */
public interface DropEventEngine extends AutoCloseable {

    /** Which source this is. */
    EventSource source();

    /**
     * Begins to record drops.
     *
     * @throws EngineUnavailableException where this kernel or these privileges do not allow it, with one sentence that
     *     names what is missing
     */
    void start() throws EngineUnavailableException;

    /**
     * Ends the recording and returns what was recorded.
     *
     * @return the drop groups and totals since {@link #start}
     */
    DropEvents stop();

    @Override
    void close();
}
