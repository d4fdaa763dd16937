package dev.dropwhy.diagnosis;

import dev.dropwhy.api.Expectation;
import dev.dropwhy.diagnosis.catalog.Catalog;
import dev.dropwhy.diagnosis.intake.ObservationIntake;
import dev.dropwhy.diagnosis.judgement.Judge;
import dev.dropwhy.diagnosis.observation.Observation;
import java.util.List;

/**
 * The diagnosis of one node. Pure: the same observation always gives the same result. It never throws, whatever the
 * observation holds. Safe for use by several threads.
 */
public final class Diagnosis {

    private final Judge judge;

    /**
     * Makes a diagnosis that knows what a catalog knows.
     *
     * @param catalog the catalogs
     */
    public Diagnosis(Catalog catalog) {
        this.judge = new Judge(catalog);
    }

    /** The diagnosis with the catalogs of this release. */
    public static Diagnosis standard() {
        return new Diagnosis(Catalog.load());
    }

    /**
     * Accounts for every counted drop of an observation and judges it.
     *
     * @param observation what one node measured
     * @param expectations causes that the person knows and does not want to be alarmed about
     * @return ledgers, verdicts and a headline
     */
    public NodeDiagnosis diagnose(Observation observation, List<Expectation> expectations) {
        return judge.judge(ObservationIntake.clean(observation), List.copyOf(expectations));
    }
}
