package dev.dropwhy.operator.investigation;

import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.operator.agents.AgentDaemonSetDependentResource;
import dev.dropwhy.operator.agents.AgentSettings;
import dev.dropwhy.operator.serving.OperatorMetrics;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceUtils;
import io.javaoperatorsdk.operator.processing.dependent.workflow.Workflow;
import io.javaoperatorsdk.operator.processing.dependent.workflow.WorkflowBuilder;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the world what a written status says: reports and agents are there while an investigation runs, agents are gone
 * afterwards, and people are told. Everything may be repeated.
 */
final class Effects {

    private final Dispatch dispatch;
    private final Announcements announcements;
    private final OperatorMetrics metrics;
    private final Waiters waiters = new Waiters();
    private final Workflow<DropInvestigation> agents;

    Effects(AgentSettings settings, Dispatch dispatch, Announcements announcements, OperatorMetrics metrics) {
        this.dispatch = dispatch;
        this.announcements = announcements;
        this.metrics = metrics;
        this.agents = new WorkflowBuilder<DropInvestigation>()
                .addDependentResourceAndConfigure(new AgentDaemonSetDependentResource(settings))
                .withReconcilePrecondition(new WhileRunning())
                .build();
    }

    /** What wakes the reconciler because of something that was made here. */
    List<EventSource<?, DropInvestigation>> watch(EventSourceContext<DropInvestigation> context) {
        var sources = new ArrayList<EventSource<?, DropInvestigation>>(
                EventSourceUtils.eventSourcesFromWorkflow(context, agents));
        sources.add(waiters);
        return sources;
    }

    /** Tells what the status says, if nobody has. */
    void tell(DropInvestigation investigation, Context<DropInvestigation> context) {
        announcements.tell(investigation, context.getPrimaryCache().list());
    }

    /** Reports, agents and Events as the status says. */
    void bringAbout(DropInvestigation investigation, Context<DropInvestigation> context) {
        switch (Stage.of(investigation)) {
            case Stage.Running(String run) -> dispatch.complete(investigation, run);
            case Stage.Suspended _ -> dispatch.withdraw(investigation);
            case Stage.Finished _, Stage.Waiting _ -> dispatch.forget(investigation);
        }
        agents.reconcile(investigation, context);
        tell(investigation, context);
    }

    /** The investigation has come from one stage into another: that is counted, and may have freed a slot. */
    void moved(DropInvestigation investigation, Stage from, Context<DropInvestigation> context) {
        Stage reached = Stage.of(investigation);
        if (!reached.getClass().equals(from.getClass())) {
            metrics.reached(reached.getClass().getSimpleName(), investigation.getStatus());
            waiters.wake(context.getPrimaryCache());
        }
    }
}
