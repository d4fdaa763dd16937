package dev.dropwhy.agent.dropevents;

import dev.dropwhy.diagnosis.observation.DropGroup;
import dev.dropwhy.diagnosis.observation.EventTotals;
import dev.dropwhy.diagnosis.observation.TapTest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an engine recorded in one window.
 *
 * @param totals how many events there were, were lost, or could not be grouped
 * @param groups drop groups, largest first
 * @param limitations what this engine could not tell, and why, one sentence each
 * @param tapTest what the tap test found; absent for every other engine
 */
public record DropEvents(
        EventTotals totals,
        List<DropGroup> groups,
        List<String> limitations,
        @Nullable TapTest tapTest) {

    /** Drop events, as every engine but that of the tap test has them. */
    public DropEvents(EventTotals totals, List<DropGroup> groups, List<String> limitations) {
        this(totals, groups, limitations, null);
    }

    public DropEvents {
        groups = List.copyOf(groups);
        limitations = List.copyOf(limitations);
    }
}
