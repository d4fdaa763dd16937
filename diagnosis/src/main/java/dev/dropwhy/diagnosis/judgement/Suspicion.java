package dev.dropwhy.diagnosis.judgement;

import dev.dropwhy.api.Cause;
import dev.dropwhy.api.Severity;
import dev.dropwhy.diagnosis.catalog.LinkProtocol;
import dev.dropwhy.diagnosis.catalog.ReasonRule;
import dev.dropwhy.diagnosis.counters.Growth;
import dev.dropwhy.diagnosis.matching.MatchedGroup;
import dev.dropwhy.diagnosis.matching.Place;
import dev.dropwhy.diagnosis.observation.Frame;
import dev.dropwhy.diagnosis.observation.FrameIdentity;
import dev.dropwhy.diagnosis.observation.IpHeader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Drops that belong together: one cause, one protocol and, where the cause tells them apart, one speaker.
 */
final class Suspicion {

    private final Cause cause;
    private final @Nullable String protocol;
    private final @Nullable String source;
    private final List<MatchedGroup> groups = new ArrayList<>();
    private final List<ReasonRule> rules = new ArrayList<>();
    private @Nullable List<String> interfaces;

    Suspicion(Cause cause, @Nullable String protocol, @Nullable String source) {
        this.cause = cause;
        this.protocol = protocol;
        this.source = source;
    }

    void add(MatchedGroup group) {
        groups.add(group);
        interfaces = null;
        ReasonRule rule = group.rule();
        if (rule != null && !holds(rule)) {
            rules.add(rule);
        }
    }

    /** Rules are the catalog's own objects: comparing them field by field would cost more than all the rest. */
    @SuppressWarnings("ReferenceEquality")
    private boolean holds(ReasonRule rule) {
        return rules.stream().anyMatch(known -> known == rule);
    }

    Cause cause() {
        return cause;
    }

    @Nullable String protocol() {
        return protocol;
    }

    /** The source MAC that keeps it apart, or that all its groups share. */
    @Nullable String source() {
        if (source != null) {
            return source;
        }
        List<String> sources = groups.stream()
                .map(MatchedGroup::source)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return sources.size() == 1 && groups.stream().allMatch(group -> group.source() != null)
                ? sources.getFirst()
                : null;
    }

    List<MatchedGroup> groups() {
        return groups;
    }

    long count() {
        return groups.stream().mapToLong(group -> group.group().count()).reduce(0, Growth::plus);
    }

    long bytes() {
        return groups.stream().mapToLong(group -> group.group().bytes()).reduce(0, Growth::plus);
    }

    /** Chosen interfaces first named, then others that the events name. */
    List<String> interfaces() {
        if (interfaces == null) {
            interfaces = namedInterfaces();
        }
        return interfaces;
    }

    private List<String> namedInterfaces() {
        NavigableSet<String> chosen = new TreeSet<>();
        NavigableSet<String> others = new TreeSet<>();
        for (MatchedGroup group : groups) {
            if (group.on() != null) {
                chosen.add(group.on().name());
            } else if (group.group().interfaceName() != null && group.place() == Place.Observed) {
                others.add(group.group().interfaceName());
            }
        }
        others.removeAll(chosen);
        return Stream.concat(chosen.stream(), others.stream()).toList();
    }

    /** What the catalog knows of the link protocol. */
    @Nullable LinkProtocol known() {
        return groups.stream()
                .map(MatchedGroup::known)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** The rules that led here, without repetition. */
    List<ReasonRule> rules() {
        return rules;
    }

    /** Whether nothing but a tap test says that such packets are dropped. */
    boolean inferred() {
        return !groups.isEmpty()
                && groups.stream().allMatch(group -> group.group().inferred());
    }

    /** The most severe severity that a rule names. */
    @Nullable Severity ruleSeverity() {
        return rules().stream()
                .map(ReasonRule::severity)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    /** Counters of interfaces that count it. */
    NavigableSet<String> linkCounters() {
        NavigableSet<String> counters = new TreeSet<>();
        rules().forEach(rule -> rule.counts().forEach(by -> counters.add(by.counter())));
        return counters;
    }

    /** Counters of the host that count it, the rule's order. */
    List<String> hostCounters() {
        return rules().stream().flatMap(rule -> rule.host().stream()).distinct().toList();
    }

    Stream<FrameIdentity> identities() {
        return groups.stream()
                .flatMap(group -> group.group().frames().stream())
                .map(Frame::identity)
                .filter(Objects::nonNull);
    }

    Stream<IpHeader> headers() {
        return identities().map(FrameIdentity::ip).filter(Objects::nonNull);
    }

    /** Values that sampled packets have, most frequent first, at most {@code limit}. */
    <T extends Comparable<T>> List<T> most(Function<IpHeader, @Nullable T> value, int limit) {
        return byFrequency(headers().map(value).filter(Objects::nonNull), limit);
    }

    static <T extends Comparable<T>> List<T> byFrequency(Stream<T> values, int limit) {
        NavigableMap<T, Long> counts =
                values.collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<T, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Destination MACs of the frames and keys. */
    NavigableSet<String> linkDestinations() {
        NavigableSet<String> destinations = new TreeSet<>();
        for (MatchedGroup group : groups) {
            if (group.group().link() != null && group.group().link().destination() != null) {
                destinations.add(group.group().link().destination());
            }
        }
        identities().map(FrameIdentity::destination).filter(Objects::nonNull).forEach(destinations::add);
        return destinations;
    }

    /** EtherTypes as the stack saw them. */
    NavigableSet<Integer> etherTypes() {
        NavigableSet<Integer> types = new TreeSet<>();
        groups.forEach(group -> types.add(group.group().etherType()));
        return types;
    }

    NavigableSet<Integer> vlans() {
        NavigableSet<Integer> vlans = new TreeSet<>();
        groups.stream().map(MatchedGroup::vlan).filter(Objects::nonNull).forEach(vlans::add);
        return vlans;
    }
}
