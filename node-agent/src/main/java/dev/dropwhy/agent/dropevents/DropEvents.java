package dev.dropwhy.agent.dropevents;

import dev.dropwhy.diagnosis.observation.DropGroup;
import dev.dropwhy.diagnosis.observation.EventTotals;
import java.util.List;

/**
 * What an engine recorded in one window.
 *
 * @param totals how many events there were, were lost, or could not be grouped
 * @param groups drop groups, largest first
 * @param limitations what this engine could not tell, and why, one sentence each
 */
public record DropEvents(EventTotals totals, List<DropGroup> groups, List<String> limitations) {

    public DropEvents {
        groups = List.copyOf(groups);
        limitations = List.copyOf(limitations);
    }
}
