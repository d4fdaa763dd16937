package dev.dropwhy.operator.investigation;

import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.DropInvestigationStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a status by server-side apply from a fresh object, and only when it says something new.
 *
 * <p>The patch names the resource version that the status was derived from: an operator with a stale cache is refused
 * with a conflict and looks again, instead of starting anew what has ended. (The SDK's own helper answers a conflict by
 * sending the same patch with the newest version, which overwrites what another operator has written.)
 *
 * @param clock tells the time
 */
record StatusWriter(Clock clock) {

    private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);

    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(DropInvestigationReconciler.NAME)
            .withForce(true)
            .build();

    /**
     * Writes, and returns the investigation as it stands now. Where the API server does not take the content, a
     * {@link ReducedStatus} is written instead, with which the investigation ends.
     *
     * @throws KubernetesClientException where nothing could be written
     */
    DropInvestigation write(
            DropInvestigation known, DropInvestigationStatus status, Context<DropInvestigation> context) {
        if (status.equals(known.getStatus())) {
            return known;
        }
        try {
            return apply(known, status, context);
        } catch (KubernetesClientException e) {
            if (!ReducedStatus.isFor(e)) {
                throw e;
            }
            LOG.error("{}: its status was refused: {}", known.getMetadata().getName(), e.getMessage());
            return reduce(known, new ReducedStatus(known, status, e, clock.instant()), context);
        }
    }

    private static DropInvestigation reduce(
            DropInvestigation known, ReducedStatus reduced, Context<DropInvestigation> context) {
        KubernetesClientException last = reduced.why();
        for (DropInvestigationStatus less : reduced.instead()) {
            try {
                return apply(known, less, context);
            } catch (KubernetesClientException e) {
                if (!ReducedStatus.isFor(e)) {
                    throw e;
                }
                last = e;
            }
        }
        throw last;
    }

    private static DropInvestigation apply(
            DropInvestigation known, DropInvestigationStatus status, Context<DropInvestigation> context) {
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
