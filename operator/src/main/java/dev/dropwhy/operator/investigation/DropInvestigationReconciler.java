package dev.dropwhy.operator.investigation;

import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.operator.agents.AgentPods;
import dev.dropwhy.operator.agents.AgentSettings;
import dev.dropwhy.operator.notices.Notices;
import dev.dropwhy.operator.reports.NodeReports;
import dev.dropwhy.operator.reports.ReportWriter;
import dev.dropwhy.operator.serving.OperatorMetrics;
import dev.dropwhy.operator.targeting.NodeReader;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings an investigation to its verdict: decide, write the status, and make the world what the status says. Each step may
 * be repeated, so that an operator may die between any two of them.
 */
@ControllerConfiguration(name = DropInvestigationReconciler.NAME)
public final class DropInvestigationReconciler implements Reconciler<DropInvestigation> {

    /** Name of the controller, and the field manager of every status. */
    public static final String NAME = "dropwhy-operator";

    private final NodeReports reports;
    private final Dispatch dispatch;
    private final Decider decider;
    private final StatusWriter writer;
    private final Effects effects;
    private final Retention retention;

    /**
     * Assembles the reconciler.
     *
     * @param grace time beyond an investigation's duration
     */
    public DropInvestigationReconciler(
            KubernetesClient client,
            AgentSettings settings,
            int maximumConcurrent,
            Duration grace,
            Clock clock,
            OperatorMetrics metrics) {
        var nodes = new NodeReader(client, settings.tolerations());
        var pods = new AgentPods(client, settings.namespace());
        reports = new NodeReports(settings.namespace());
        dispatch = new Dispatch(nodes, reports, new ReportWriter(client, settings.namespace()));
        decider = new Decider(new Course(clock, grace), new Slots(maximumConcurrent), nodes, reports, dispatch, pods);
        writer = new StatusWriter(clock);
        effects = new Effects(settings, dispatch, new Announcements(new Notices(client, clock), clock), metrics);
        retention = new Retention(clock);
    }

    @Override
    public List<EventSource<?, DropInvestigation>> prepareEventSources(EventSourceContext<DropInvestigation> context) {
        var sources = new ArrayList<>(effects.watch(context));
        sources.add(reports.watch(context));
        return sources;
    }

    @Override
    public UpdateControl<DropInvestigation> reconcile(
            DropInvestigation investigation, Context<DropInvestigation> context) {
        try {
            return switch (Stage.of(investigation)) {
                case Stage.Finished finished -> conclude(investigation, finished, context);
                case Stage stage -> advance(investigation, stage, context);
            };
        } catch (KubernetesClientException e) {
            return StaleCache.again(e, investigation, context);
        }
    }

    private UpdateControl<DropInvestigation> advance(
            DropInvestigation investigation, Stage stage, Context<DropInvestigation> context) {
        effects.tell(investigation, context); // what a predecessor died before
        Decision decision = decider.decide(investigation, stage, context.getPrimaryCache());
        DropInvestigation written = writer.write(investigation, decision.status(), context);
        dispatch.chosen(written, decision.asked());
        effects.bringAbout(written, context);
        effects.moved(written, stage, context);
        return Again.after(decision.again());
    }

    private UpdateControl<DropInvestigation> conclude(
            DropInvestigation investigation, Stage.Finished finished, Context<DropInvestigation> context) {
        effects.bringAbout(investigation, context);
        return retention.keep(investigation, finished, context);
    }
}
