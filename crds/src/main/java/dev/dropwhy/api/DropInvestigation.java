package dev.dropwhy.api;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/**
 * Asks why nodes drop packets, and holds the answer in its status.
 *
 * <p>Cluster-scoped: privileged work on nodes is not a namespace's business, and a cluster-scoped owner may own the
 * namespaced dependents, so that garbage collection does all the cleaning.
 */
@Group("dropwhy.dev")
@Version("v1alpha1")
@Kind("DropInvestigation")
@Singular("dropinvestigation")
@Plural("dropinvestigations")
@ShortNames("dropinv")
public final class DropInvestigation extends CustomResource<DropInvestigationSpec, DropInvestigationStatus> {

    private static final long serialVersionUID = 1L;

    @Override
    protected @Nullable DropInvestigationSpec initSpec() {
        return null; // records have no default constructor to call
    }

    @Override
    protected @Nullable DropInvestigationStatus initStatus() {
        return null;
    }
}
