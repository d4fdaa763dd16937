package dev.dropwhy.diagnosis.cluster;

import dev.dropwhy.api.Cause;
import dev.dropwhy.api.NodeDropReportStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Why some nodes drop and others do not: facts of the nodes that go with the drops. "b and c drop, a does not: 0004
 * llc_rcv is registered on a."
 */
final class NodeDifferences {

    /** A fact tells nodes apart when its shares among those that drop and those that do not differ by so much. */
    private static final double TELLING = 0.8;

    private static final int MAXIMUM_FACTS = 2;

    private final SortedMap<String, NodeFacts> facts;

    private final WantedBy handlers;

    private NodeDifferences(SortedMap<String, NodeFacts> facts, WantedBy handlers) {
        this.facts = facts;
        this.handlers = handlers;
    }

    static NodeDifferences between(SortedMap<String, NodeDropReportStatus> reports, WantedBy handlers) {
        var facts = new TreeMap<String, NodeFacts>();
        reports.forEach((node, report) -> facts.put(node, NodeFacts.of(report)));
        return new NodeDifferences(facts, handlers);
    }

    /** Sentences about one group; empty where every reporting node is concerned. */
    List<String> explain(FindingGroup group) {
        SortedSet<String> dropping = group.nodes();
        var spared = new TreeSet<>(facts.keySet());
        spared.removeAll(dropping);
        if (spared.isEmpty()) {
            return List.of();
        }
        var lines = new ArrayList<String>();
        SortedSet<String> blind = where(spared, node -> !node.sawEvents());
        if (!blind.isEmpty()) {
            lines.add("No drop events were observed on " + NodeNames.of(blind)
                    + ": whether the same happens there is not known.");
            spared.removeAll(blind);
        }
        if (!spared.isEmpty()) {
            lines.addAll(compare(group, dropping, spared));
        }
        return lines.stream()
                .map(line -> PlainText.of(line, ApiBounds.SENTENCE))
                .toList();
    }

    private List<String> compare(FindingGroup group, SortedSet<String> dropping, SortedSet<String> spared) {
        String contrast = NodeNames.of(dropping)
                + (dropping.size() == 1 ? " drops, " : " drop, ")
                + NodeNames.of(spared)
                + (spared.size() == 1 ? " does not: " : " do not: ");
        List<String> told = new ArrayList<>();
        Set<String> types = handlers.types(group.cause(), group.protocol());
        told.addAll(telling(dropping, spared, node -> wanted(node, types), false));
        told.addAll(telling(dropping, spared, facts -> settings(facts, group.cause()), true));
        if (told.isEmpty()) {
            told.addAll(telling(dropping, spared, facts -> List.of("kernel " + facts.kernel()), true));
        }
        if (told.isEmpty()) {
            return List.of(contrast
                    + "nothing that the reports compare (kernel, handlers, settings) tells them apart, so what reaches"
                    + " them may differ: look at their switch ports and VLANs.");
        }
        return told.stream()
                .limit(MAXIMUM_FACTS)
                .map(fact -> contrast + fact + ".")
                .toList();
    }

    private List<String> telling(
            SortedSet<String> dropping,
            SortedSet<String> spared,
            Function<NodeFacts, Collection<String>> kind,
            boolean eitherWay) {
        SortedMap<String, Integer> amongDropping = tally(dropping, kind);
        SortedMap<String, Integer> amongSpared = tally(spared, kind);
        var lines = new ArrayList<String>();
        amongSpared.forEach((fact, count) -> {
            int there = amongDropping.getOrDefault(fact, 0);
            if ((double) count / spared.size() - (double) there / dropping.size() >= TELLING) {
                lines.add(fact + " on " + share(count, spared) + " that do not, on " + share(there, dropping)
                        + " that do");
            }
        });
        if (eitherWay) {
            amongDropping.forEach((fact, count) -> {
                int there = amongSpared.getOrDefault(fact, 0);
                if ((double) count / dropping.size() - (double) there / spared.size() >= TELLING) {
                    lines.add(fact + " on " + share(count, dropping) + " that do, on " + share(there, spared)
                            + " that do not");
                }
            });
        }
        return lines;
    }

    private static String share(int count, SortedSet<String> of) {
        return count == 0 ? "none" : count + " of " + of.size();
    }

    private SortedMap<String, Integer> tally(Collection<String> nodes, Function<NodeFacts, Collection<String>> kind) {
        var tally = new TreeMap<String, Integer>();
        for (String node : nodes) {
            NodeFacts known = facts.get(node);
            if (known != null) {
                kind.apply(known).forEach(fact -> tally.merge(fact, 1, Integer::sum));
            }
        }
        return tally;
    }

    private SortedSet<String> where(Collection<String> nodes, Predicate<NodeFacts> holds) {
        var found = new TreeSet<String>();
        for (String node : nodes) {
            NodeFacts known = facts.get(node);
            if (known != null && holds.test(known)) {
                found.add(node);
            }
        }
        return found;
    }

    private static Collection<String> wanted(NodeFacts facts, Set<String> types) {
        return facts.handlers().stream()
                .filter(handler -> types.contains(WantedBy.typeOf(handler)))
                .map(handler -> handler.startsWith(WantedBy.TAP)
                        ? "a tap is open (" + handler + "), which hides such drops,"
                        : "handler " + handler + " is registered")
                .toList();
    }

    private static Collection<String> settings(NodeFacts facts, Cause cause) {
        List<String> fragments = settingsThatMatter(cause);
        return facts.settings().entrySet().stream()
                .filter(setting -> fragments.stream().anyMatch(setting.getKey()::contains))
                .map(setting -> setting.getKey() + " is " + setting.getValue())
                .toList();
    }

    /** Parts of names of settings that decide about a cause (Documentation/networking/ip-sysctl.rst). */
    private static List<String> settingsThatMatter(Cause cause) {
        return switch (cause) {
            case BacklogOverflow -> List.of("netdev_max_backlog", "netdev_budget", "dev_weight");
            case ReversePathFilter -> List.of("rp_filter");
            case InvalidAddress -> List.of("accept_local", "route_localnet");
            case NotForwarding -> List.of("forward");
            case SocketBufferFull -> List.of("rmem", "udp_mem", "tcp_mem");
            case ListenQueueOverflow -> List.of("somaxconn", "tcp_max_syn_backlog", "tcp_syncookies");
            case ConntrackFull -> List.of("nf_conntrack");
            case Ipv6Disabled -> List.of("disable_ipv6");
            case FragmentLoss -> List.of("ipfrag", "ip6frag");
            case NeighbourUnresolved, NeighbourQueueFull -> List.of("neigh");
            case MemoryPressure -> List.of("min_free_kbytes");
            default -> List.of();
        };
    }
}
