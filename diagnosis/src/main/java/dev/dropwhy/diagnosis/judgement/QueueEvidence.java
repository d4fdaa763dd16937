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
 * Which queueing discipline or filter dropped how many packets and bytes. The kernel's statistics count dropped packets only
 * ({@code gnet_stats_queue.drops}); the bytes are those of the events on the same interface.
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
            for (FilterHook hook : FilterHook.values()) {
                filtersAt(hook, link, lines);
            }
        } else {
            queues(link, leaves(dropped), lines);
            link.qdiscs().forEach(qdisc -> lines.addAll(new FilterEvidence(link, qdisc.handle(), 0, 0).lines()));
        }
    }

    private void filtersAt(FilterHook hook, InterfaceObservation link, List<String> lines) {
        List<MatchedGroup> groups = on(link).stream().filter(hook::freed).toList();
        if (groups.isEmpty()) {
            return;
        }
        lines.add("Filters, policers or programs dropped " + amount(groups) + " " + hook.way() + " at " + link.name()
                + "; tc tells packets only.");
        lines.addAll(filters(hook, link).lines());
    }

    /** The filters' own counts are those of all protocols, so they are compared with the events of all suspicions. */
    private FilterEvidence filters(FilterHook hook, InterfaceObservation link) {
        List<MatchedGroup> all = facts.groups().stream()
                .filter(group -> group.cause() == Cause.TrafficControlDrop)
                .filter(group -> group.on() != null && group.on().name().equals(link.name()))
                .filter(hook::freed)
                .toList();
        return new FilterEvidence(link, hook.place(), packets(all), bytes(all));
    }

    /** The one filter that all of the suspicion's drops are due to; empty where it is not known. */
    String filter() {
        List<String> names = new ArrayList<>();
        for (String name : suspicion.interfaces()) {
            if (facts.hasLink(name)) {
                InterfaceObservation link = facts.link(name);
                for (FilterHook hook : FilterHook.values()) {
                    List<MatchedGroup> groups =
                            on(link).stream().filter(hook::freed).toList();
                    if (!groups.isEmpty()) {
                        names.add(filters(hook, link).name(packets(groups)));
                    }
                }
            }
        }
        return names.size() == 1 ? names.getFirst() : "";
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
        return Wording.packets(packets(groups)) + " of " + bytes(groups) + " bytes";
    }

    private static long packets(List<MatchedGroup> groups) {
        return groups.stream().mapToLong(group -> group.group().count()).reduce(0, Growth::plus);
    }

    private static long bytes(List<MatchedGroup> groups) {
        return groups.stream().mapToLong(group -> group.group().bytes()).reduce(0, Growth::plus);
    }
}
