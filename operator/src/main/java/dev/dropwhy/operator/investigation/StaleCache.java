package dev.dropwhy.operator.investigation;

import dev.dropwhy.api.DropInvestigation;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.net.HttpURLConnection;
import java.time.Duration;

/** Tells a refusal that only means that the cache lags behind the API server from one that is an error. */
final class StaleCache {

    private static final Duration SOON = Duration.ofMillis(200);

    private StaleCache() {}

    /**
     * Looks again soon where the API server refused because the cache is behind.
     *
     * @throws KubernetesClientException the refusal, where it has another reason
     */
    static UpdateControl<DropInvestigation> again(
            KubernetesClientException refusal, DropInvestigation investigation, Context<DropInvestigation> context) {
        if (isBehind(refusal, investigation, context)) {
            return Again.after(SOON);
        }
        throw refusal;
    }

    /** An investigation that is gone needs nothing any more. */
    private static boolean isBehind(
            KubernetesClientException refusal, DropInvestigation investigation, Context<DropInvestigation> context) {
        return switch (refusal.getCode()) {
            case HttpURLConnection.HTTP_CONFLICT -> true;
            case HttpURLConnection.HTTP_NOT_FOUND ->
                context.getClient().resource(investigation).get() == null;
            default -> false;
        };
    }
}
