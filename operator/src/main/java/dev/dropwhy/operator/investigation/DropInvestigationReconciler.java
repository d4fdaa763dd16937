package dev.dropwhy.operator.investigation;

import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.operator.agents.AgentDaemonSetDependentResource;
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
import io.javaoperatorsdk.operator.api.reconciler.EventSourceUtils;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.dependent.workflow.Workflow;
import io.javaoperatorsdk.operator.processing.dependent.workflow.WorkflowBuilder;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings an investigation to its verdict: decide, tell, write the status, and make the world what the status says. Each
 * step may be repeated, so that an operator may die between any two of them.
 */
@ControllerConfiguration(name = DropInvestigationReconciler.NAME)
public final class DropInvestigationReconciler implements Reconciler<DropInvestigation> {

    /** Name of the controller, and the field manager of every status. */
    public static final String NAME = "dropwhy-operator";

    private static final Duration SOON = Duration.ofMillis(200);

    private final Course course;
    private final Slots slots;
    private final NodeReader nodes;
    private final NodeReports reports;
    private final Dispatch dispatch;
    private final AgentPods pods;
    private final Announcements announcements;
    private final OperatorMetrics metrics;
    private final Waiters waiters = new Waiters();
    private final Workflow<DropInvestigation> agents;

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
        this.course = new Course(clock, grace);
        this.slots = new Slots(maximumConcurrent);
        this.nodes = new NodeReader(client, settings.tolerations());
        this.reports = new NodeReports(settings.namespace());
        this.dispatch = new Dispatch(nodes, reports, new ReportWriter(client, settings.namespace()));
        this.pods = new AgentPods(client, settings.namespace());
        this.announcements = new Announcements(new Notices(client, clock), clock);
        this.metrics = metrics;
        this.agents = new WorkflowBuilder<DropInvestigation>()
                .addDependentResourceAndConfigure(new AgentDaemonSetDependentResource(settings))
                .withReconcilePrecondition(new WhileRunning())
                .build();
    }

    @Override
    public List<EventSource<?, DropInvestigation>> prepareEventSources(EventSourceContext<DropInvestigation> context) {
        var sources = new ArrayList<EventSource<?, DropInvestigation>>(
                EventSourceUtils.eventSourcesFromWorkflow(context, agents));
        sources.add(reports.watch(context));
        sources.add(waiters);
        return sources;
    }

    @Override
    public UpdateControl<DropInvestigation> reconcile(
            DropInvestigation investigation, Context<DropInvestigation> context) {
        try {
            Stage stage = Stage.of(investigation);
            return stage instanceof Stage.Finished finished
                    ? conclude(investigation, finished, context)
                    : advance(investigation, stage, context);
        } catch (KubernetesClientException e) {
            if (isBehind(e, investigation, context)) {
                return again(SOON);
            }
            throw e;
        }
    }

    private UpdateControl<DropInvestigation> advance(
            DropInvestigation investigation, Stage stage, Context<DropInvestigation> context) {
        announcements.tell(investigation, context.getPrimaryCache().list()); // what a predecessor died before
        Decision decision = decide(investigation, stage, context);
        DropInvestigation written = StatusWriter.write(investigation, decision.status(), context);
        Stage reached = Stage.of(written);
        if (decision.asked() != null && reached instanceof Stage.Running(String run)) {
            dispatch.chosen(written, run, decision.asked());
        }
        bringAbout(written, context);
        if (!reached.getClass().equals(stage.getClass())) {
            metrics.reached(reached.getClass().getSimpleName(), written.getStatus());
            waiters.wake(context.getPrimaryCache());
        }
        return again(decision.again());
    }

    private Decision decide(DropInvestigation investigation, Stage stage, Context<DropInvestigation> context) {
        return switch (stage) {
            case Stage.Waiting waiting -> start(investigation, context);
            case Stage.Suspended suspended -> course.suspended(investigation);
            case Stage.Running running ->
                course.running(
                        investigation,
                        running.run(),
                        Tally.of(
                                dispatch.asked(investigation, running.run()),
                                reports.answers(investigation, running.run())),
                        () -> pods.troubles(investigation.getMetadata().getUid()));
            case Stage.Finished finished -> throw new IllegalStateException("nothing is left to decide");
        };
    }

    private Decision start(DropInvestigation investigation, Context<DropInvestigation> context) {
        int ahead = slots.ahead(investigation, context.getPrimaryCache().list().toList());
        if (ahead > 0) {
            return course.queued(investigation, ahead);
        }
        return course.started(
                investigation, nodes.choose(investigation.getSpec().nodes()));
    }

    /** Reports, agents and Events as the status says: agents are there while it runs, and gone afterwards. */
    private void bringAbout(DropInvestigation investigation, Context<DropInvestigation> context) {
        switch (Stage.of(investigation)) {
            case Stage.Running running -> dispatch.complete(investigation, running.run());
            case Stage.Suspended suspended -> dispatch.withdraw(investigation);
            case Stage.Finished finished -> dispatch.forget(investigation);
            case Stage.Waiting waiting -> dispatch.forget(investigation);
        }
        agents.reconcile(investigation, context);
        announcements.tell(investigation, context.getPrimaryCache().list());
    }

    private UpdateControl<DropInvestigation> conclude(
            DropInvestigation investigation, Stage.Finished finished, Context<DropInvestigation> context) {
        bringAbout(investigation, context);
        Duration left = course.left(investigation, finished.completed());
        if (left != null && !left.isPositive()) {
            context.getClient().resource(investigation).lockResourceVersion().delete();
            return UpdateControl.noUpdate();
        }
        return again(left);
    }

    /** The cache lags behind the API server; an investigation that is gone needs nothing any more. */
    private static boolean isBehind(
            KubernetesClientException e, DropInvestigation investigation, Context<DropInvestigation> context) {
        return switch (e.getCode()) {
            case HttpURLConnection.HTTP_CONFLICT -> true;
            case HttpURLConnection.HTTP_NOT_FOUND ->
                context.getClient().resource(investigation).get() == null;
            default -> false;
        };
    }

    private static UpdateControl<DropInvestigation> again(@Nullable Duration after) {
        UpdateControl<DropInvestigation> control = UpdateControl.noUpdate();
        return after == null ? control : control.rescheduleAfter(after.isNegative() ? Duration.ZERO : after);
    }
}
