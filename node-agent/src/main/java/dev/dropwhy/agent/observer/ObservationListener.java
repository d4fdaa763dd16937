package dev.dropwhy.agent.observer;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Told about the progress of an observation, on the observing thread. Must return quickly: the window waits for it. */
public interface ObservationListener {

    /** Hears nothing. */
    ObservationListener NONE = new ObservationListener() {};

    /**
     * The window opened: the engine runs and the first counters are read.
     *
     * @param interfaces names of the observed interfaces
     */
    default void opened(List<String> interfaces) {}

    /**
     * A sample was taken.
     *
     * @param elapsed time since the start of the window
     * @param length length of the window that was asked for
     * @param dropped packets by which rx_dropped and tx_dropped of the observed interfaces grew so far
     */
    default void sampled(Duration elapsed, Duration length, long dropped) {}

    /**
     * The link counters were read, the first and the last time included.
     *
     * @param statistics link statistics of the observed interfaces, by interface name
     */
    default void counted(Map<String, Map<String, Long>> statistics) {}
}
