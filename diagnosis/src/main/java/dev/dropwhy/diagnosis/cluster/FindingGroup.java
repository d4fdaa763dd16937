package dev.dropwhy.diagnosis.cluster;

import dev.dropwhy.api.Cause;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Findings of one cause, protocol and speaker on any number of nodes.
 *
 * @param cause the cause
 * @param protocol the protocol, empty where there is none
 * @param speakers the speakers: one, or many that were folded into one group
 * @param findings what nodes found, foremost first; never empty
 */
record FindingGroup(Cause cause, String protocol, SortedSet<String> speakers, List<Finding> findings) {

    /** More speakers than these of one protocol tell a person nothing that a count and some names do not. */
    private static final int MAXIMUM_SPEAKERS = 4;

    private record Kind(Cause cause, String protocol) {}

    private record Key(Kind kind, SpeakerIdentity speaker) {}

    /** Groups findings; the result depends on the findings alone, not on their order. */
    static List<FindingGroup> of(Collection<Finding> findings) {
        var byKey = new HashMap<Key, List<Finding>>();
        for (Finding finding : findings) {
            byKey.computeIfAbsent(key(finding), ignored -> new ArrayList<>()).add(finding);
        }
        var byKind = new LinkedHashMap<Kind, Map<String, List<Finding>>>();
        byKey.forEach((key, found) -> byKind.computeIfAbsent(key.kind(), ignored -> new TreeMap<>())
                .put(key.speaker().name(), found));
        var groups = new ArrayList<FindingGroup>();
        byKind.forEach((kind, bySpeaker) -> addTo(groups, kind, bySpeaker));
        return groups;
    }

    /** Names of the nodes concerned. */
    SortedSet<String> nodes() {
        var nodes = new TreeSet<String>();
        findings.forEach(finding -> nodes.add(finding.node()));
        return nodes;
    }

    /** Packets over all nodes. */
    long count() {
        return findings.stream().map(finding -> finding.verdict().count()).reduce(0L, Amounts::sum);
    }

    /** The finding that speaks for the group. */
    Finding foremost() {
        return findings.getFirst();
    }

    private static void addTo(List<FindingGroup> groups, Kind kind, Map<String, List<Finding>> bySpeaker) {
        if (bySpeaker.size() <= MAXIMUM_SPEAKERS) {
            bySpeaker.forEach((speaker, found) -> groups.add(group(kind, new TreeSet<>(List.of(speaker)), found)));
            return;
        }
        List<Finding> all =
                bySpeaker.values().stream().flatMap(Collection::stream).toList();
        groups.add(group(kind, new TreeSet<>(bySpeaker.keySet()), all));
    }

    private static FindingGroup group(Kind kind, SortedSet<String> speakers, List<Finding> findings) {
        // Two findings of one node that tie in severity and count are told apart by what they say.
        Comparator<Finding> total = Finding.FOREMOST_FIRST.thenComparing(
                finding -> finding.verdict().toString());
        return new FindingGroup(
                kind.cause(),
                kind.protocol(),
                speakers,
                findings.stream().sorted(total).toList());
    }

    private static Key key(Finding finding) {
        String protocol = finding.verdict().protocol();
        return new Key(
                new Kind(finding.verdict().cause(), protocol == null ? "" : protocol),
                SpeakerIdentity.of(finding.verdict().speaker()));
    }
}
