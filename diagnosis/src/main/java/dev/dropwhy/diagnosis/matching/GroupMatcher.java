package dev.dropwhy.diagnosis.matching;

import dev.dropwhy.diagnosis.catalog.Catalog;
import dev.dropwhy.diagnosis.catalog.Condition;
import dev.dropwhy.diagnosis.catalog.HostRole;
import dev.dropwhy.diagnosis.catalog.LinkProtocol;
import dev.dropwhy.diagnosis.catalog.ReasonRule;
import dev.dropwhy.diagnosis.counters.Growth;
import dev.dropwhy.diagnosis.observation.DropGroup;
import dev.dropwhy.diagnosis.observation.InterfaceObservation;
import dev.dropwhy.diagnosis.observation.LinkId;
import dev.dropwhy.diagnosis.observation.Observation;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Matches the groups of one observation with the catalog. */
public final class GroupMatcher {

    private static final Map<Integer, String> IP_PROTOCOLS = Map.ofEntries(
            Map.entry(1, "Icmp"),
            Map.entry(2, "Igmp"),
            Map.entry(4, "Ipip"),
            Map.entry(6, "Tcp"),
            Map.entry(17, "Udp"),
            Map.entry(41, "Ipv6"),
            Map.entry(47, "Gre"),
            Map.entry(50, "Esp"),
            Map.entry(51, "Ah"),
            Map.entry(58, "Icmpv6"),
            Map.entry(88, "Eigrp"),
            Map.entry(89, "Ospf"),
            Map.entry(103, "Pim"),
            Map.entry(112, "Vrrp"),
            Map.entry(132, "Sctp"),
            Map.entry(136, "UdpLite"));

    private final Catalog catalog;
    private final Growth host;
    private final Roles roles;
    private final double seconds;
    private final Map<String, InterfaceObservation> byName = new HashMap<>();
    private final Map<Integer, InterfaceObservation> byIndex = new HashMap<>();
    private final Map<String, List<ReasonRule>> rules = new HashMap<>();

    /**
     * Prepares for one observation.
     *
     * @param catalog the catalogs
     * @param observation a clean observation
     * @param host growth of its host counters
     */
    public GroupMatcher(Catalog catalog, Observation observation, Growth host) {
        this.catalog = catalog;
        this.host = host;
        this.roles = new Roles(observation);
        this.seconds = Math.max(0.001, observation.durationMillis() / 1000.0);
        for (InterfaceObservation link : observation.interfaces()) {
            byName.putIfAbsent(link.name(), link);
            byIndex.putIfAbsent(link.index(), link);
        }
    }

    /** Matches one group. */
    public MatchedGroup match(DropGroup group) {
        FrameFacts facts = new FrameFacts(group);
        Place place = group.observedNamespace() ? Place.Observed : group.netns() == 0 ? Place.Unknown : Place.Foreign;
        InterfaceObservation on = place == Place.Foreign ? null : chosen(group);
        ReasonRule rule = candidates(group).stream()
                .filter(candidate -> holds(candidate, facts, on))
                .findFirst()
                .orElse(null);
        LinkProtocol known = facts.isBelowIp() || facts.isTagged() ? known(group, facts) : null;
        boolean quiet = rule != null
                && (rule.noise() || (rule.quietPerSecond() > 0 && group.count() <= rule.quietPerSecond() * seconds));
        return new MatchedGroup(
                group, rule, place, on, protocol(group, facts, known), known, facts.source(), facts.vlan(), quiet);
    }

    private @Nullable InterfaceObservation chosen(DropGroup group) {
        InterfaceObservation named = group.interfaceName() == null ? null : byName.get(group.interfaceName());
        return named != null || group.interfaceName() != null ? named : byIndex.get(group.interfaceIndex());
    }

    private List<ReasonRule> candidates(DropGroup group) {
        return rules.computeIfAbsent(
                group.reason() + "@" + group.function(),
                key -> catalog.rules().stream()
                        .filter(rule -> rule.names(group.reason(), group.function()))
                        .toList());
    }

    private boolean holds(ReasonRule rule, FrameFacts facts, @Nullable InterfaceObservation on) {
        return (rule.grew().isEmpty() || host.anyOf(rule.grew()))
                && rule.when().stream().allMatch(condition -> holds(condition, facts, on));
    }

    private boolean holds(Condition condition, FrameFacts facts, @Nullable InterfaceObservation on) {
        return switch (condition) {
            case IpFrame -> facts.isIp();
            case Tagged -> facts.isTagged();
            case OwnDestination ->
                facts.destinations().findAny().isPresent()
                        && facts.destinations()
                                .allMatch(mac -> isGroup(mac) || (on != null && mac.equalsIgnoreCase(on.mac())));
            case Multicast ->
                facts.ipDestinations().findAny().isPresent()
                        ? facts.ipDestinations().allMatch(GroupMatcher::isMulticastIp)
                        : facts.destinations().findAny().isPresent()
                                && facts.destinations().allMatch(GroupMatcher::isGroup);
            case BridgePort -> on != null && roles.of(on).contains(HostRole.BridgePort);
            case InactiveMember ->
                on != null
                        && on.master() != null
                        && Growth.over(on.counters()).of("rx_nohandler") > 0
                        && facts.destinations().noneMatch(GroupMatcher::isLinkLocal);
            case NoCarrier ->
                on != null
                        && Boolean.FALSE.equals(on.carrier())
                        && on.qdiscs().stream().allMatch(qdisc -> qdisc.kind().equals("noop") || qdisc.dropped() == 0);
            case FilterHookDropped ->
                on != null
                        && on.qdiscs().stream()
                                .anyMatch(qdisc -> (qdisc.kind().equals("clsact")
                                                || qdisc.kind().equals("ingress"))
                                        && qdisc.dropped() > 0);
            case QdiscDropped -> on == null || on.qdiscs().stream().anyMatch(qdisc -> qdisc.dropped() > 0);
        };
    }

    private @Nullable LinkProtocol known(DropGroup group, FrameFacts facts) {
        if (group.etherType() == DropGroup.MANY_PROTOCOLS) {
            return null; // its samples are some of many
        }
        return facts.linkProtocol()
                .flatMap(name -> catalog.protocols().named(name))
                .or(() -> Optional.ofNullable(group.link() == null && group.etherType() <= 5 ? null : group)
                        .flatMap(g -> catalog.protocols().find(g.etherType(), g.link())))
                .orElse(null);
    }

    private @Nullable String protocol(DropGroup group, FrameFacts facts, @Nullable LinkProtocol known) {
        if (group.etherType() == DropGroup.MANY_PROTOCOLS) {
            return "ManyProtocols";
        }
        if (facts.isBelowIp()) {
            return known != null ? known.name() : facts.linkProtocol().orElseGet(() -> unknownName(group));
        }
        if (group.etherType() == FrameFacts.ETHER_TYPE_ARP) {
            return "Arp";
        }
        Optional<String> transport =
                facts.ipProtocol().map(number -> IP_PROTOCOLS.getOrDefault(number, "IpProtocol" + number));
        return transport.orElseGet(() -> fromFunction(group));
    }

    private static @Nullable String fromFunction(DropGroup group) {
        String function = group.function();
        if (function.startsWith("tcp_") || function.startsWith("__tcp_")) {
            return "Tcp";
        }
        if (function.startsWith("udp") || function.startsWith("__udp")) {
            return "Udp";
        }
        if (function.startsWith("icmp_")) {
            return "Icmp";
        }
        if (function.startsWith("icmpv6_") || function.startsWith("ndisc_")) {
            return "Icmpv6";
        }
        return switch (group.etherType()) {
            case FrameFacts.ETHER_TYPE_IPV4 -> "Ipv4";
            case FrameFacts.ETHER_TYPE_IPV6 -> "Ipv6";
            default -> null;
        };
    }

    /** A name for what no catalog knows, in the alphabet of an expectation's protocol. */
    private static String unknownName(DropGroup group) {
        LinkId link = group.link();
        if (link != null && link.oui() != null && link.pid() != null) {
            return "Snap" + hex(link.oui(), 6) + hex(link.pid(), 4);
        }
        if (link != null && link.dsap() != null && link.ssap() != null && group.etherType() <= 4) {
            return "Llc" + hex(link.dsap(), 2) + hex(link.ssap(), 2);
        }
        return switch (group.etherType()) {
            case 1 -> "Raw8023";
            case 4 -> "Llc";
            default -> "EtherType" + hex(group.etherType(), 4);
        };
    }

    private static String hex(int value, int digits) {
        return HexFormat.of().toHexDigits(value, digits);
    }

    /** The lowest bit of the first octet marks a group address (IEEE 802 8.2). */
    static boolean isGroup(String mac) {
        return mac.length() > 1
                && HexFormat.isHexDigit(mac.charAt(1))
                && (HexFormat.fromHexDigit(mac.charAt(1)) & 1) == 1;
    }

    /** The group addresses that no bridge forwards (IEEE 802.1Q table 8-1), and a bond lets its members keep. */
    private static boolean isLinkLocal(String mac) {
        return mac.toLowerCase(Locale.ROOT).startsWith("01:80:c2:00:00:0");
    }

    private static boolean isMulticastIp(String address) {
        String lower = address.toLowerCase(Locale.ROOT);
        if (lower.startsWith("ff")) {
            return true;
        }
        int dot = lower.indexOf('.');
        if (dot < 1 || dot > 3 || !lower.chars().limit(dot).allMatch(Character::isDigit)) {
            return false;
        }
        int first = Integer.parseInt(lower.substring(0, dot));
        return (first >= 224 && first <= 239) || lower.endsWith(".255");
    }
}
