package dev.dropwhy.agent.cluster;

import dev.dropwhy.agent.observer.StopSignal;
import dev.dropwhy.api.NodeDropReportSpec;
import dev.dropwhy.diagnosis.NodeDiagnosis;
import dev.dropwhy.diagnosis.observation.Observation;
import java.time.Duration;

/** Observes this node for a report and diagnoses what it saw. */
@FunctionalInterface
public interface NodeObservation {

    /**
     * What came out.
     *
     * @param observation what was measured
     * @param diagnosis what it means
     */
    record Outcome(Observation observation, NodeDiagnosis diagnosis) {}

    /**
     * Observes.
     *
     * @param asked what the report asks for
     * @param window length of the window; shorter than asked for where an earlier life of the agent used a part of it
     * @param stop ends the window early
     * @throws ObservationFailedException where nothing could be observed
     */
    Outcome observe(NodeDropReportSpec asked, Duration window, StopSignal stop) throws ObservationFailedException;
}
