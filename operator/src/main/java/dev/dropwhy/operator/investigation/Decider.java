package dev.dropwhy.operator.investigation;

import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.operator.agents.AgentPods;
import dev.dropwhy.operator.reports.NodeReports;
import dev.dropwhy.operator.targeting.NodeReader;
import io.javaoperatorsdk.operator.processing.event.source.Cache;

/** Gathers what a decision needs to know (free slots, nodes, reports, pods) and lets {@link Course} decide. */
final class Decider {

    private final Course course;
    private final Slots slots;
    private final NodeReader nodes;
    private final NodeReports reports;
    private final Dispatch dispatch;
    private final AgentPods pods;

    Decider(Course course, Slots slots, NodeReader nodes, NodeReports reports, Dispatch dispatch, AgentPods pods) {
        this.course = course;
        this.slots = slots;
        this.nodes = nodes;
        this.reports = reports;
        this.dispatch = dispatch;
        this.pods = pods;
    }

    /**
     * Decides about an investigation that has not ended.
     *
     * @param stage where it stands
     * @param known every investigation that there is
     */
    Decision decide(DropInvestigation investigation, Stage stage, Cache<DropInvestigation> known) {
        return switch (stage) {
            case Stage.Waiting _ -> start(investigation, known);
            case Stage.Suspended _ -> course.suspended(investigation);
            case Stage.Running(String run) -> goOn(investigation, run);
            case Stage.Finished _ -> throw new IllegalStateException("nothing is left to decide");
        };
    }

    private Decision start(DropInvestigation investigation, Cache<DropInvestigation> known) {
        int ahead = slots.ahead(investigation, known.list().toList());
        if (ahead > 0) {
            return course.queued(investigation, ahead);
        }
        return course.started(
                investigation, nodes.choose(investigation.getSpec().nodes()));
    }

    private Decision goOn(DropInvestigation investigation, String run) {
        return course.running(
                investigation,
                run,
                Tally.of(dispatch.asked(investigation, run), reports.answers(investigation, run)),
                () -> pods.troubles(investigation.getMetadata().getUid()));
    }
}
