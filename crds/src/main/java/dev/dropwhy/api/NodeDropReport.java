package dev.dropwhy.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumns;
import io.fabric8.crd.generator.annotation.AdditionalSelectableField;
import io.fabric8.crd.generator.annotation.AdditionalSelectableFields;
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
@AdditionalPrinterColumns({
    @AdditionalPrinterColumn(name = "Node", jsonPath = ".spec.nodeName", getDescription = "The node."),
    @AdditionalPrinterColumn(
            name = "Reported",
            jsonPath = ".status.conditions[?(@.type==\"Reported\")].status",
            getDescription = "Whether the report is in."),
    @AdditionalPrinterColumn(
            name = "Verdict",
            jsonPath = ".status.verdicts[0].severity",
            getDescription = "The worst verdict on this node."),
    @AdditionalPrinterColumn(
            name = "Cause",
            jsonPath = ".status.verdicts[0].cause",
            getDescription = "Cause of the worst verdict."),
    @AdditionalPrinterColumn(
            name = "Dropped",
            jsonPath = ".status.totals.dropped",
            type = AdditionalPrinterColumn.Type.INTEGER,
            getDescription = "Packets by which the drop counters grew."),
    @AdditionalPrinterColumn(
            name = "Unexplained",
            jsonPath = ".status.totals.unexplained",
            type = AdditionalPrinterColumn.Type.INTEGER,
            getDescription = "Packets that nothing accounts for."),
    @AdditionalPrinterColumn(
            name = "Engine",
            jsonPath = ".status.engine.used",
            getDescription = "Source of drop events."),
    @AdditionalPrinterColumn(
            name = "Age",
            jsonPath = ".metadata.creationTimestamp",
            type = AdditionalPrinterColumn.Type.DATE,
            getDescription = "Time since it was created."),
})
@AdditionalSelectableFields({
    @AdditionalSelectableField(jsonPath = ".spec.investigation.name"),
    @AdditionalSelectableField(jsonPath = ".spec.nodeName")
})
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
