package dev.dropwhy.diagnosis;

import dev.dropwhy.api.Expectation;
import dev.dropwhy.diagnosis.observation.Observation;
import java.util.List;

/** The diagnosis of one node. Pure: the same observation always gives the same result. */
public interface Diagnosis {

    /**
     * Accounts for every counted drop of an observation and judges it.
     *
     * @param observation what one node measured
     * @param expectations causes that the person knows and does not want to be alarmed about
     * @return ledgers, verdicts and a headline
     */
    NodeDiagnosis diagnose(Observation observation, List<Expectation> expectations);
}
