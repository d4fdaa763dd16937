package dev.dropwhy.operator.investigation;

import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.DropInvestigationStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;

/**
 * Writes a status by server-side apply from a fresh object, and only when it says something new.
 *
 * <p>The patch names the resource version that the status was derived from: an operator with a stale cache is refused
 * with a conflict and looks again, instead of starting anew what has ended. (The SDK's own helper answers a conflict by
 * sending the same patch with the newest version, which overwrites what another operator has written.)
 */
final class StatusWriter {

    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(DropInvestigationReconciler.NAME)
            .withForce(true)
            .build();

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
        DropInvestigation written =
                context.getClient().resource(fresh).subresource("status").patch(APPLY);
        // What was written is known from now on, before the watch tells it.
        context.eventSourceRetriever()
                .getControllerEventSource()
                .handleRecentResourceUpdate(ResourceID.fromResource(known), written, known);
        return written;
    }
}
