package dev.dropwhy.operator.investigation;

import dev.dropwhy.api.DropInvestigation;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When the reconciler looks at an investigation again though nothing happens. The SDK never writes: that is done by then. */
final class Again {

    private Again() {}

    /**
     * Looks again after some time.
     *
     * @param time how long from now, at once where it is past; null for never
     */
    static UpdateControl<DropInvestigation> after(@Nullable Duration time) {
        UpdateControl<DropInvestigation> control = UpdateControl.noUpdate();
        return time == null ? control : control.rescheduleAfter(time.isNegative() ? Duration.ZERO : time);
    }
}
