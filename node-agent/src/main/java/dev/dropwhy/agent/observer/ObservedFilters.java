package dev.dropwhy.agent.observer;

import dev.dropwhy.agent.counters.TrafficAction;
import dev.dropwhy.agent.counters.TrafficFilter;
import dev.dropwhy.diagnosis.observation.ActionObservation;
import dev.dropwhy.diagnosis.observation.FilterObservation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tc filters of one interface over the window. */
final class ObservedFilters {

    /** Filters that are kept of an interface: those that dropped most. */
    private static final int MOST = 64;

    private static final long WRAP = 1L << 32; // gnet_stats_queue counts in 32 bits

    private final Map<String, TrafficFilter> first = new HashMap<>();

    void first(List<TrafficFilter> filters) {
        filters.forEach(filter -> first.put(key(filter), filter));
    }

    /** What became of them: those that dropped, most first, and those that do not count what they drop. */
    List<FilterObservation> growth(List<TrafficFilter> last) {
        return last.stream()
                .map(this::growth)
                .filter(filter -> filter.uncounted() || dropped(filter) > 0)
                .sorted(Comparator.comparingLong(ObservedFilters::dropped).reversed())
                .limit(MOST)
                .toList();
    }

    private FilterObservation growth(TrafficFilter last) {
        TrafficFilter before = first.get(key(last));
        List<ActionObservation> actions = new ArrayList<>();
        for (int i = 0; i < last.actions().size(); i++) {
            TrafficAction now = last.actions().get(i);
            TrafficAction then = before != null && i < before.actions().size()
                    ? before.actions().get(i)
                    : new TrafficAction(now.kind(), now.index(), 0, 0, 0, 0);
            actions.add(growth(now, then));
        }
        return new FilterObservation(
                last.place(),
                last.chain(),
                last.preference(),
                last.protocol(),
                last.kind(),
                last.handle(),
                last.program(),
                last.directAction(),
                actions);
    }

    private static ActionObservation growth(TrafficAction now, TrafficAction then) {
        return new ActionObservation(
                now.kind(),
                now.index(),
                Math.max(0, now.packets() - then.packets()),
                Math.max(0, now.bytes() - then.bytes()),
                Math.floorMod(now.dropped() - then.dropped(), WRAP),
                Math.floorMod(now.overlimits() - then.overlimits(), WRAP));
    }

    private static long dropped(FilterObservation filter) {
        return filter.actions().stream().mapToLong(ActionObservation::dropped).sum();
    }

    private static String key(TrafficFilter filter) {
        return String.join(
                " ",
                filter.place(),
                Long.toString(filter.chain()),
                Integer.toString(filter.preference()),
                filter.kind(),
                filter.handle());
    }
}
