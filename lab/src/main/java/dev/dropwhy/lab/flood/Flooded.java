package dev.dropwhy.lab.flood;

import dev.dropwhy.diagnosis.NodeDiagnosis;
import dev.dropwhy.diagnosis.observation.DropGroup;
import dev.dropwhy.diagnosis.observation.Observation;
import dev.dropwhy.lab.investigation.Answer;
import java.time.Duration;

/**
 * What became of the product in a flood.
 *
 * @param sent frames that were sent
 * @param truth packets that the kernel counted as dropped on the observed interfaces
 * @param answer what {@code dropwhy run} said
 * @param peakBytes its largest resident size
 * @param ending time from the end of its window to its answer
 * @param observation what {@code dropwhy observe} recorded of the same flood
 * @param diagnosis what that means
 * @param reportBytes size of the report that an agent would send of it
 */
record Flooded(
        long sent,
        long truth,
        Answer answer,
        long peakBytes,
        Duration ending,
        Observation observation,
        NodeDiagnosis diagnosis,
        int reportBytes) {

    /** Drops in all groups of the observed interfaces, and those that found room in no group. */
    long counted() {
        long groups = observation.drops().stream()
                .filter(group -> group.observedNamespace() && group.interfaceName() != null)
                .mapToLong(DropGroup::count)
                .sum();
        return groups + observation.events().ungrouped();
    }
}
