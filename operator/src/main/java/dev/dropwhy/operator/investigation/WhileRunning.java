package dev.dropwhy.operator.investigation;

import dev.dropwhy.api.DropInvestigation;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.dependent.DependentResource;
import io.javaoperatorsdk.operator.processing.dependent.workflow.Condition;

/** Agents exist only while their investigation runs: where this is not met, the DaemonSet is deleted. */
final class WhileRunning implements Condition<DaemonSet, DropInvestigation> {

    @Override
    public boolean isMet(
            DependentResource<DaemonSet, DropInvestigation> agents,
            DropInvestigation investigation,
            Context<DropInvestigation> context) {
        return Stage.of(investigation) instanceof Stage.Running;
    }
}
