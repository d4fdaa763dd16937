package dev.dropwhy.operator.investigation;

import dev.dropwhy.api.DropInvestigationStatus;
import java.time.Duration;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What to do next about an investigation.
 *
 * @param status what its status shall say
 * @param again when to look again though nothing happens; null for never
 * @param asked the nodes that a run asks which starts with this; null where none starts
 */
record Decision(
        DropInvestigationStatus status,
        @Nullable Duration again,
        @Nullable SortedSet<String> asked) {

    Decision(DropInvestigationStatus status, @Nullable Duration again) {
        this(status, again, null);
    }
}
