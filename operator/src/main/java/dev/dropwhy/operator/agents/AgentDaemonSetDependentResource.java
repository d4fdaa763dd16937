package dev.dropwhy.operator.agents;

import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.operator.reports.RunLabels;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.javaoperatorsdk.operator.api.config.informer.InformerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.dependent.Deleter;
import io.javaoperatorsdk.operator.processing.dependent.Creator;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependentResource;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependentResourceConfigBuilder;
import java.util.Objects;
import java.util.Set;

/**
 * The agents of an investigation. Created and deleted, never updated: an agent that restarts in the middle of its window
 * has measured nothing.
 */
public final class AgentDaemonSetDependentResource extends KubernetesDependentResource<DaemonSet, DropInvestigation>
        implements Creator<DaemonSet, DropInvestigation>, Deleter<DropInvestigation> {

    private final AgentSettings settings;

    public AgentDaemonSetDependentResource(AgentSettings settings) {
        super(DaemonSet.class, "agents");
        this.settings = settings;
        configureWith(new KubernetesDependentResourceConfigBuilder<DaemonSet>()
                .withKubernetesDependentInformerConfig(InformerConfiguration.builder(DaemonSet.class)
                        .withNamespaces(Set.of(settings.namespace()))
                        .withLabelSelector(RunLabels.SELECTOR)
                        // The counts in its status follow the pods; only its coming and going matters here.
                        .withOnUpdateFilter((updated, known) -> !Objects.equals(
                                updated.getMetadata().getGeneration(),
                                known.getMetadata().getGeneration()))
                        .build())
                .build());
    }

    @Override
    protected DaemonSet desired(DropInvestigation investigation, Context<DropInvestigation> context) {
        return AgentDaemonSet.desired(investigation, settings);
    }

    @Override
    protected boolean addOwnerReference() {
        return false; // desired() brings it, without blockOwnerDeletion, which would need more rights
    }

    @Override
    public void delete(DropInvestigation investigation, Context<DropInvestigation> context) {
        getSecondaryResource(investigation, context)
                .ifPresent(agents -> context.getClient().resource(agents).delete());
    }
}
