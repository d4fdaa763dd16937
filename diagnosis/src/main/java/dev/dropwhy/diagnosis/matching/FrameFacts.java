package dev.dropwhy.diagnosis.matching;

import dev.dropwhy.diagnosis.observation.DropGroup;
import dev.dropwhy.diagnosis.observation.Frame;
import dev.dropwhy.diagnosis.observation.FrameIdentity;
import dev.dropwhy.diagnosis.observation.IpHeader;
import dev.dropwhy.diagnosis.observation.LinkId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the sampled frames of a group say together. */
final class FrameFacts {

    static final int ETHER_TYPE_IPV4 = 0x0800;
    static final int ETHER_TYPE_IPV6 = 0x86dd;
    static final int ETHER_TYPE_ARP = 0x0806;

    /** Hop-by-hop, routing, fragment, destination options, mobility: RFC 8200, section 4, and RFC 6275. */
    private static final Set<Integer> EXTENSION_HEADERS = Set.of(0, 43, 44, 60, 135);

    private static final List<Integer> TAG_ETHER_TYPES = List.of(0x8100, 0x88a8, 0x9100);

    private final DropGroup group;
    private final List<FrameIdentity> identities;
    private final @Nullable Integer vlan;

    FrameFacts(DropGroup group) {
        this.group = group;
        this.identities = new ArrayList<>(group.frames().size());
        for (Frame frame : group.frames()) {
            if (frame.identity() != null) {
                identities.add(frame.identity());
            }
        }
        this.vlan = outermostVlan();
    }

    boolean isIp() {
        return group.etherType() == ETHER_TYPE_IPV4 || group.etherType() == ETHER_TYPE_IPV6;
    }

    boolean isBelowIp() {
        return !isIp() && group.etherType() != ETHER_TYPE_ARP && group.etherType() != 0;
    }

    /** The link protocol that most frames are. */
    Optional<String> linkProtocol() {
        return most(this.<String>each(FrameIdentity::protocol));
    }

    /** The IP protocol number of the key; where that has none, or one that hides what follows, the one that all frames share. */
    Optional<Integer> ipProtocol() {
        Integer kept = group.ipProtocol();
        if (kept != null && !(group.etherType() == ETHER_TYPE_IPV6 && EXTENSION_HEADERS.contains(kept))) {
            return Optional.of(kept);
        }
        return unanimous(
                each(identity -> identity.ip() == null ? null : identity.ip().protocol()));
    }

    /** The source MAC of the key; where frames have none in the key, the one that all samples share. */
    @Nullable String source() {
        LinkId link = group.link();
        if (link != null) {
            return link.source(); // absent where sources were not kept apart: the samples are some of many then
        }
        return unanimous(this.<String>each(FrameIdentity::source)).orElse(null);
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
        return vlan;
    }

    private @Nullable Integer outermostVlan() {
        LinkId link = group.link();
        Integer stripped = link == null ? null : link.vlan();
        if (stripped != null && stripped > 0 && stripped != LinkId.ERASED_VLAN) {
            return stripped;
        }
        return most(this.<Integer>each(FrameFacts::outermostVlan)).orElse(null);
    }

    private static @Nullable Integer outermostVlan(FrameIdentity identity) {
        for (Integer id : identity.vlans()) {
            if (id > 0) {
                return id;
            }
        }
        return null;
    }

    boolean isTagged() {
        LinkId link = group.link();
        boolean erased = link != null && Integer.valueOf(LinkId.ERASED_VLAN).equals(link.vlan());
        return erased || vlan != null || TAG_ETHER_TYPES.contains(group.etherType());
    }

    /** What each frame says, without those that say nothing. Thousands of groups are matched: no streams here. */
    private <T> List<T> each(Function<FrameIdentity, @Nullable T> said) {
        List<T> all = new ArrayList<>(identities.size());
        for (FrameIdentity identity : identities) {
            T value = said.apply(identity);
            if (value != null) {
                all.add(value);
            }
        }
        return all;
    }

    /** The most frequent value, the smallest of several. */
    private static <T extends Comparable<T>> Optional<T> most(List<T> values) {
        if (values.size() < 2) {
            return values.stream().findFirst();
        }
        Map<T, Integer> counts = new TreeMap<>();
        values.forEach(value -> counts.merge(value, 1, Integer::sum));
        T most = null;
        int times = 0;
        for (Map.Entry<T, Integer> entry : counts.entrySet()) {
            if (entry.getValue() > times) {
                most = entry.getKey();
                times = entry.getValue();
            }
        }
        return Optional.ofNullable(most);
    }

    private static <T> Optional<T> unanimous(List<T> values) {
        boolean agree = !values.isEmpty() && values.stream().allMatch(values.getFirst()::equals);
        return agree ? Optional.of(values.getFirst()) : Optional.empty();
    }
}
