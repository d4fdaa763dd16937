package dev.dropwhy.diagnosis.cluster;

import dev.dropwhy.api.Speaker;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who speaks, seen from several nodes. A switch sends from another port, and so often from another MAC address, to each
 * node: its name (LLDP, CDP) or bridge identifier tells that it is one switch; the MAC address only where it says neither.
 *
 * @param name what identifies it, empty where the frames do not say
 */
record SpeakerIdentity(String name) {

    static final SpeakerIdentity UNKNOWN = new SpeakerIdentity("");

    static SpeakerIdentity of(@Nullable Speaker speaker) {
        if (speaker == null) {
            return UNKNOWN;
        }
        if (speaker.systemName() != null) {
            return new SpeakerIdentity(speaker.systemName());
        }
        if (speaker.bridgeId() != null) {
            return new SpeakerIdentity("bridge " + speaker.bridgeId());
        }
        return speaker.mac() == null ? UNKNOWN : new SpeakerIdentity(speaker.mac());
    }

    /** What all nodes agree on about one speaker; null where they agree on nothing. */
    static @Nullable Speaker agreed(List<Finding> findings) {
        List<Speaker> speakers = findings.stream()
                .map(finding -> finding.verdict().speaker())
                .filter(Objects::nonNull)
                .toList();
        var agreed = new Speaker(
                same(speakers, Speaker::mac),
                same(speakers, Speaker::bridgeId),
                same(speakers, Speaker::portId),
                same(speakers, Speaker::systemName),
                same(speakers, Speaker::description));
        return agreed.equals(new Speaker(null, null, null, null, null)) ? null : agreed;
    }

    private static @Nullable String same(List<Speaker> speakers, Function<Speaker, @Nullable String> field) {
        List<String> values = speakers.stream()
                .map(field)
                .filter(Objects::nonNull)
                .distinct()
                .limit(2)
                .toList();
        return values.size() == 1 ? values.getFirst() : null;
    }
}
