package dev.dropwhy.diagnosis.judgement;

import dev.dropwhy.api.Cause;
import dev.dropwhy.diagnosis.counters.Growth;
import dev.dropwhy.diagnosis.matching.MatchedGroup;
import dev.dropwhy.diagnosis.observation.InterfaceObservation;
import dev.dropwhy.diagnosis.observation.QdiscObservation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which queueing discipline or filter hook dropped how many packets and bytes. The kernel's statistics count dropped
 * packets only ({@code gnet_stats_queue.drops}); the bytes are those of the events on the same interface.
 */
final class QueueEvidence {

    private static final Set<String> FILTER_HOOKS = Set.of("clsact", "ingress");

    private final Case facts;
    private final Suspicion suspicion;

    QueueEvidence(Case facts, Suspicion suspicion) {
        this.facts = facts;
        this.suspicion = suspicion;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (String name : suspicion.interfaces()) {
            if (facts.hasLink(name)) {
                of(facts.link(name), lines);
            }
        }
        return lines;
    }

    private void of(InterfaceObservation link, List<String> lines) {
        boolean filters = suspicion.cause() == Cause.TrafficControlDrop;
        List<QdiscObservation> dropped = link.qdiscs().stream()
                .filter(qdisc -> qdisc.dropped() > 0 && FILTER_HOOKS.contains(qdisc.kind()) == filters)
                .toList();
        dropped.forEach(qdisc -> lines.add("The qdisc " + qdisc.kind() + " " + qdisc.handle() + " of " + link.name()
                + " counted " + qdisc.dropped() + " drops and was " + qdisc.overlimits() + " times over its limit."));
        if (filters) {
            hook(link, "TC_INGRESS", "on the way in (without their link headers)", lines);
            hook(link, "TC_EGRESS", "on the way out", lines);
        } else {
            queues(link, leaves(dropped), lines);
        }
    }

    private void hook(InterfaceObservation link, String reason, String way, List<String> lines) {
        List<MatchedGroup> groups = on(link).stream()
                .filter(group -> reason.equals(group.group().reason()))
                .toList();
        if (!groups.isEmpty()) {
            lines.add("Filters, policers or programs dropped " + amount(groups) + " " + way + " at " + link.name()
                    + "; tc tells packets only.");
        }
    }

    private void queues(InterfaceObservation link, List<QdiscObservation> leaves, List<String> lines) {
        String amount = amount(on(link));
        if (leaves.size() == 1) {
            QdiscObservation only = leaves.getFirst();
            lines.add("So " + only.kind() + " " + only.handle() + " dropped " + amount + "; tc tells packets only.");
        } else if (leaves.size() > 1) {
            lines.add("Together they dropped " + amount + "; the events do not tell the queues of an interface apart.");
        }
    }

    /** A parent counts what its children drop, so only the innermost that dropped are looked at. */
    private static List<QdiscObservation> leaves(List<QdiscObservation> dropped) {
        return dropped.stream()
                .filter(qdisc ->
                        dropped.stream().noneMatch(other -> other.parent().startsWith(qdisc.handle())))
                .toList();
    }

    private List<MatchedGroup> on(InterfaceObservation link) {
        return suspicion.groups().stream()
                .filter(group -> group.on() != null && group.on().name().equals(link.name()))
                .toList();
    }

    private static String amount(List<MatchedGroup> groups) {
        long packets = groups.stream().mapToLong(group -> group.group().count()).reduce(0, Growth::plus);
        long bytes = groups.stream().mapToLong(group -> group.group().bytes()).reduce(0, Growth::plus);
        return Wording.packets(packets) + " of " + bytes + " bytes";
    }
}
