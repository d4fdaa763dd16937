package dev.dropwhy.operator.investigation;

import dev.dropwhy.api.DropInvestigation;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Clock;
import java.time.Duration;

/**
 * Keeps a finished investigation as long as {@code spec.ttlSecondsAfterFinished} says, then deletes it.
 *
 * @param clock tells the time
 */
record Retention(Clock clock) {

    UpdateControl<DropInvestigation> keep(
            DropInvestigation investigation, Stage.Finished finished, Context<DropInvestigation> context) {
        Integer ttl = investigation.getSpec().ttlSecondsAfterFinished();
        if (ttl == null) {
            return Again.after(null);
        }
        Duration left = Duration.between(clock.instant(), finished.completed().plusSeconds(ttl));
        if (left.isPositive()) {
            return Again.after(left);
        }
        context.getClient().resource(investigation).lockResourceVersion().delete();
        return UpdateControl.noUpdate();
    }
}
