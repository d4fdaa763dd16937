package dev.dropwhy.operator.testing;

import dev.dropwhy.api.Condition;
import dev.dropwhy.api.DropInvestigationStatus;
import java.util.List;

/** What an investigation came to, to compare with that of another run. */
public final class Outcome {

    private static final String TIME = "2026-01-01T00:00:00Z";

    private Outcome() {}

    /** A status without the times that two runs cannot share. */
    public static DropInvestigationStatus timeless(DropInvestigationStatus status) {
        List<Condition> conditions = status.conditions().stream()
                .map(condition -> new Condition(
                        condition.type(),
                        condition.status(),
                        condition.observedGeneration(),
                        TIME,
                        condition.reason(),
                        condition.message()))
                .toList();
        return new DropInvestigationStatus(
                status.observedGeneration(),
                TIME,
                TIME,
                status.headline(),
                conditions,
                status.summary(),
                status.nodes(),
                status.totals(),
                status.verdicts());
    }
}
