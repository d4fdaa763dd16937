package dev.dropwhy.diagnosis.judgement;

import dev.dropwhy.api.Cadence;
import dev.dropwhy.diagnosis.cadence.CadenceAnalysis;
import dev.dropwhy.diagnosis.cadence.Timer;
import dev.dropwhy.diagnosis.catalog.LinkProtocol;
import dev.dropwhy.diagnosis.counters.Growth;
import dev.dropwhy.diagnosis.matching.MatchedGroup;
import dev.dropwhy.diagnosis.observation.FrameIdentity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The cadence of a suspicion: that of the interface where most of it happened, since two interfaces beat twice. It is told
 * when it is asked for, since only few suspicions become verdicts.
 */
final class Rhythm {

    private final Case facts;
    private final Suspicion suspicion;
    private @Nullable Cadence cadence;

    Rhythm(Case facts, Suspicion suspicion) {
        this.facts = facts;
        this.suspicion = suspicion;
    }

    /** The cadence; absent for a suspicion without groups. */
    @Nullable Cadence cadence() {
        if (cadence == null) {
            cadence = tell();
        }
        return cadence;
    }

    private @Nullable Cadence tell() {
        Map<String, List<MatchedGroup>> byInterface = suspicion.groups().stream()
                .collect(Collectors.groupingBy(
                        group -> group.group().interfaceIndex() + "@"
                                + group.group().netns(),
                        TreeMap::new,
                        Collectors.toList()));
        return byInterface.values().stream()
                .max(Comparator.comparingLong(Rhythm::count))
                .map(groups -> of(groups, timers(suspicion)))
                .orElse(null);
    }

    private Cadence of(List<MatchedGroup> groups, List<Timer> timers) {
        List<Long> arrivals = groups.stream()
                .flatMap(group -> group.group().arrivalsMicros().stream())
                .sorted()
                .toList();
        // What a tap took was seen in full while it was open; how many were dropped without it says nothing of their
        // rhythm.
        boolean inferred = groups.stream().allMatch(group -> group.group().inferred());
        return CadenceAnalysis.of(
                arrivals,
                inferred ? arrivals.size() : count(groups),
                groups.stream()
                        .mapToLong(group -> group.group().firstMillis())
                        .min()
                        .orElse(0),
                groups.stream()
                        .mapToLong(group -> group.group().lastMillis())
                        .max()
                        .orElse(0),
                facts.observation().durationMillis(),
                timers);
    }

    private static long count(List<MatchedGroup> groups) {
        return groups.stream().mapToLong(group -> group.group().count()).reduce(0, Growth::plus);
    }

    /** What the frames announce first, then what the catalog says is usual. */
    private static List<Timer> timers(Suspicion suspicion) {
        String name =
                Wording.isBpdu(suspicion.protocol()) ? "STP hello" : Wording.protocol(suspicion.protocol()) + " period";
        List<Timer> timers = new ArrayList<>();
        Suspicion.byFrequency(
                        suspicion.identities().map(FrameIdentity::timerMillis).filter(Objects::nonNull), 4)
                .forEach(millis -> timers.add(new Timer(millis, name, true)));
        LinkProtocol known = suspicion.known();
        if (known != null) {
            known.periodsMillis().forEach(millis -> timers.add(new Timer(millis, name, false)));
        }
        return timers;
    }
}
