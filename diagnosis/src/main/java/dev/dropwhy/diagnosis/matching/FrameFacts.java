package dev.dropwhy.diagnosis.matching;

import dev.dropwhy.diagnosis.observation.DropGroup;
import dev.dropwhy.diagnosis.observation.FrameIdentity;
import dev.dropwhy.diagnosis.observation.IpHeader;
import dev.dropwhy.diagnosis.observation.LinkId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the sampled frames of a group say together. */
final class FrameFacts {

    static final int ETHER_TYPE_IPV4 = 0x0800;
    static final int ETHER_TYPE_IPV6 = 0x86dd;
    static final int ETHER_TYPE_ARP = 0x0806;
    private static final List<Integer> TAG_ETHER_TYPES = List.of(0x8100, 0x88a8, 0x9100);

    private final DropGroup group;
    private final List<FrameIdentity> identities;

    FrameFacts(DropGroup group) {
        this.group = group;
        this.identities = group.frames().stream()
                .flatMap(frame -> Stream.ofNullable(frame.identity()))
                .toList();
    }

    boolean isIp() {
        return group.etherType() == ETHER_TYPE_IPV4 || group.etherType() == ETHER_TYPE_IPV6;
    }

    boolean isBelowIp() {
        return !isIp() && group.etherType() != ETHER_TYPE_ARP && group.etherType() != 0;
    }

    /** The link protocol that most frames are. */
    Optional<String> linkProtocol() {
        return most(identities.stream().<String>flatMap(identity -> Stream.ofNullable(identity.protocol())));
    }

    /** The IP protocol number that all frames share. */
    Optional<Integer> ipProtocol() {
        return unanimous(ip().map(IpHeader::protocol));
    }

    /** The source MAC of the key, or the one that all frames share. */
    @Nullable String source() {
        LinkId link = group.link();
        if (link != null && link.source() != null) {
            return link.source();
        }
        return unanimous(identities.stream().<String>flatMap(identity -> Stream.ofNullable(identity.source())))
                .orElse(null);
    }

    Stream<String> destinations() {
        LinkId link = group.link();
        return Stream.concat(
                link == null ? Stream.empty() : Stream.ofNullable(link.destination()),
                identities.stream().<String>flatMap(identity -> Stream.ofNullable(identity.destination())));
    }

    Stream<String> ipDestinations() {
        return ip().map(IpHeader::destination);
    }

    private Stream<IpHeader> ip() {
        return identities.stream().flatMap(identity -> Stream.ofNullable(identity.ip()));
    }

    /** The outermost VLAN tag, other than the priority tag of VLAN 0. */
    @Nullable Integer vlan() {
        LinkId link = group.link();
        Integer stripped = link == null ? null : link.vlan();
        if (stripped != null && stripped > 0 && stripped != LinkId.ERASED_VLAN) {
            return stripped;
        }
        Stream<Integer> outermost = identities.stream()
                .flatMap(identity ->
                        identity.vlans().stream().filter(vlan -> vlan > 0).limit(1));
        return most(outermost).orElse(null);
    }

    boolean isTagged() {
        LinkId link = group.link();
        boolean erased = link != null && Integer.valueOf(LinkId.ERASED_VLAN).equals(link.vlan());
        return erased || vlan() != null || TAG_ETHER_TYPES.contains(group.etherType());
    }

    private static <T extends Comparable<T>> Optional<T> most(Stream<T> values) {
        Map<T, Long> counts =
                values.collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .max(Map.Entry.<T, Long>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey);
    }

    private static <T> Optional<T> unanimous(Stream<T> values) {
        Collection<T> distinct = values.collect(Collectors.toSet());
        return distinct.size() == 1 ? Optional.of(distinct.iterator().next()) : Optional.empty();
    }
}
