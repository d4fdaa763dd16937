package dev.dropwhy.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumns;
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
@AdditionalPrinterColumns({
    @AdditionalPrinterColumn(
            name = "Succeeded",
            jsonPath = ".status.conditions[?(@.type==\"Succeeded\")].status",
            getDescription = "Unknown while it runs."),
    @AdditionalPrinterColumn(
            name = "Verdict",
            jsonPath = ".status.summary.verdict",
            getDescription = "The worst verdict: Benign, Suspicious or Problem."),
    @AdditionalPrinterColumn(
            name = "Cause",
            jsonPath = ".status.summary.cause",
            getDescription = "Cause of the worst verdict."),
    @AdditionalPrinterColumn(
            name = "Nodes",
            jsonPath = ".status.summary.nodes",
            getDescription = "Nodes that reported, of those asked."),
    @AdditionalPrinterColumn(
            name = "Explained",
            jsonPath = ".status.summary.explained",
            getDescription = "Share of the counted drops that verdicts account for."),
    @AdditionalPrinterColumn(
            name = "Age",
            jsonPath = ".metadata.creationTimestamp",
            type = AdditionalPrinterColumn.Type.DATE,
            getDescription = "Time since it was created."),
})
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
