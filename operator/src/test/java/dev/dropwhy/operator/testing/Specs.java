package dev.dropwhy.operator.testing;

import dev.dropwhy.api.DropInvestigationSpec;
import dev.dropwhy.api.NodeSelection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Specs of investigations. */
public final class Specs {

    private Specs() {}

    public static DropInvestigationSpec seconds(int duration) {
        return of(null, duration);
    }

    public static DropInvestigationSpec of(@Nullable NodeSelection nodes, int duration) {
        return new DropInvestigationSpec(nodes, null, duration, null, null, List.of(), null, null);
    }

    public static DropInvestigationSpec suspended() {
        return withSuspend(seconds(60), true);
    }

    public static DropInvestigationSpec timeToLive(int seconds) {
        return new DropInvestigationSpec(null, null, 60, null, null, List.of(), seconds, null);
    }

    public static DropInvestigationSpec withSuspend(DropInvestigationSpec spec, boolean suspend) {
        return new DropInvestigationSpec(
                spec.nodes(),
                spec.interfaces(),
                spec.durationSeconds(),
                spec.events(),
                spec.frames(),
                spec.expectations(),
                spec.ttlSecondsAfterFinished(),
                suspend);
    }
}
