package dev.dropwhy.operator.investigation;

import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.DropInvestigationStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;

/**
 * Writes a status by server-side apply from a fresh object, and only when it says something new.
 *
 * <p>The patch names the resource version that the status was derived from: an operator with a stale cache is refused
 * with a conflict and looks again, instead of starting anew what has ended.
 */
final class StatusWriter {

    private StatusWriter() {}

    /** Writes, and returns the investigation as it stands now. */
    static DropInvestigation write(
            DropInvestigation known, DropInvestigationStatus status, Context<DropInvestigation> context) {
        if (status.equals(known.getStatus())) {
            return known;
        }
        var fresh = new DropInvestigation();
        fresh.setMetadata(new ObjectMetaBuilder()
                .withName(known.getMetadata().getName())
                .withResourceVersion(known.getMetadata().getResourceVersion())
                .build());
        fresh.setStatus(status);
        return PrimaryUpdateAndCacheUtils.ssaPatchStatusAndCacheResource(known, fresh, context);
    }
}
