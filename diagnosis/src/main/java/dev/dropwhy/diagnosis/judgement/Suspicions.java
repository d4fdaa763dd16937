package dev.dropwhy.diagnosis.judgement;

import dev.dropwhy.api.Cause;
import dev.dropwhy.diagnosis.catalog.CountedOn;
import dev.dropwhy.diagnosis.catalog.ReasonRule;
import dev.dropwhy.diagnosis.matching.MatchedGroup;
import dev.dropwhy.diagnosis.matching.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings groups together that belong together, and leaves out what is no business of the chosen interfaces. */
final class Suspicions {

    private record Key(
            Cause cause,
            @Nullable String protocol,
            @Nullable String source) {}

    private final Case facts;

    Suspicions(Case facts) {
        this.facts = facts;
    }

    /** The suspicions that concern this investigation, in an order that the order of groups does not change. */
    List<Suspicion> bringTogether() {
        Map<Key, Suspicion> suspicions = new LinkedHashMap<>();
        for (MatchedGroup group : facts.groups()) {
            Cause cause = group.cause();
            if (cause == null || group.group().count() == 0 || !concerns(group)) {
                continue;
            }
            String source = facts.catalog().cause(cause).speakers() ? group.source() : null;
            suspicions
                    .computeIfAbsent(
                            new Key(cause, group.protocol(), source),
                            key -> new Suspicion(key.cause(), key.protocol(), key.source()))
                    .add(group);
        }
        return new ArrayList<>(suspicions.values());
    }

    /** Groups with a cause that happened on interfaces that were not asked for. */
    Collection<MatchedGroup> elsewhere() {
        return facts.groups().stream()
                .filter(group -> group.cause() != null
                        && group.place() == Place.Observed
                        && group.group().count() > 0
                        && !concerns(group))
                .toList();
    }

    private boolean concerns(MatchedGroup group) {
        if (facts.claims().holds(group)) {
            return true;
        }
        return switch (group.place()) {
            case Foreign -> false;
            case Unknown -> isCorroborated(group);
            case Observed -> group.on() != null ? !isPeersOnly(group) : !isOfInterfaces(group) && !isLoopback(group);
        };
    }

    /** Without a namespace, a counter of the observed one must have grown as well. */
    private boolean isCorroborated(MatchedGroup group) {
        ReasonRule rule = group.rule();
        return rule != null
                && (facts.host().anyOf(rule.host())
                        || (rule.counts().isEmpty()
                                && rule.host().isEmpty()
                                && !facts.catalog()
                                        .cause(rule.cause() == null ? Cause.Unexplained : rule.cause())
                                        .linkLayer()));
    }

    /** The receiver is charged, and no chosen interface is the receiver. */
    private static boolean isPeersOnly(MatchedGroup group) {
        ReasonRule rule = group.rule();
        return rule != null
                && !rule.counts().isEmpty()
                && rule.counts().stream().allMatch(by -> by.on() == CountedOn.Peer);
    }

    /** Drops below IP are an interface's own business; drops in IP and sockets are the host's. */
    private boolean isOfInterfaces(MatchedGroup group) {
        boolean named = group.group().interfaceIndex() > 0 || group.group().interfaceName() != null;
        ReasonRule rule = group.rule();
        return named
                && rule != null
                && (rule.counts().stream().anyMatch(by -> by.on() != CountedOn.Upper)
                        || (rule.cause() != null
                                && facts.catalog().cause(rule.cause()).speakers()));
    }

    private boolean isLoopback(MatchedGroup group) {
        return "lo".equals(group.group().interfaceName())
                && (group.cause() == Cause.NoListener || group.cause() == Cause.TcpOutOfWindow);
    }
}
