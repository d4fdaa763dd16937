package dev.dropwhy.api;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/** What one node found for one {@link DropInvestigation}. Created by the operator, its status written by the node's agent. */
@Group("dropwhy.dev")
@Version("v1alpha1")
@Kind("NodeDropReport")
@Singular("nodedropreport")
@Plural("nodedropreports")
@ShortNames("dropreport")
public final class NodeDropReport extends CustomResource<NodeDropReportSpec, NodeDropReportStatus>
        implements Namespaced {

    private static final long serialVersionUID = 1L;

    @Override
    protected @Nullable NodeDropReportSpec initSpec() {
        return null; // records have no default constructor to call
    }

    @Override
    protected @Nullable NodeDropReportStatus initStatus() {
        return null;
    }
}
