package dev.dropwhy.operator.investigation;

import dev.dropwhy.api.DropInvestigationStatus;
import dev.dropwhy.operator.notices.Notice;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What to do next about an investigation.
 *
 * @param status what its status shall say
 * @param again when to look again though nothing happens; null for never
 * @param notice what to tell people; null for nothing
 */
record Decision(
        DropInvestigationStatus status,
        @Nullable Duration again,
        @Nullable Notice notice) {}
