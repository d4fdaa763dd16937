package dev.dropwhy.diagnosis.judgement;

import dev.dropwhy.api.Cadence;
import dev.dropwhy.api.CadenceShape;
import dev.dropwhy.api.Cause;
import dev.dropwhy.diagnosis.catalog.DriverEntry;
import dev.dropwhy.diagnosis.catalog.ReasonRule;
import dev.dropwhy.diagnosis.counters.Growth;
import dev.dropwhy.diagnosis.ledger.Account;
import dev.dropwhy.diagnosis.matching.MatchedGroup;
import dev.dropwhy.diagnosis.matching.Place;
import dev.dropwhy.diagnosis.observation.FrameIdentity;
import dev.dropwhy.diagnosis.observation.InterfaceObservation;
import dev.dropwhy.diagnosis.observation.IpHeader;
import dev.dropwhy.diagnosis.observation.Observation;
import dev.dropwhy.diagnosis.observation.PacketSocket;
import dev.dropwhy.diagnosis.observation.ProtocolHandler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What speaks for a suspicion and what against it, line by line: counters, functions, frames, handlers, rhythm. */
final class EvidenceWriter {

    private static final List<String> RING_AND_DEVICE = List.of("rx_errors", "rx_fifo_errors", "rx_missed_errors");

    /** Causes whose frames the driver had delivered in full before the core dropped them. */
    private static final Set<Cause> DELIVERED =
            EnumSet.of(Cause.UnhandledLinkProtocol, Cause.UnhandledIpProtocol, Cause.UnknownVlan, Cause.MemoryPressure);

    private final Case facts;

    EvidenceWriter(Case facts) {
        this.facts = facts;
    }

    List<String> evidence(Suspicion suspicion, Coverage coverage, @Nullable Cadence cadence) {
        List<String> lines = new ArrayList<>();
        growth(suspicion, coverage, lines);
        if (suspicion.inferred()) {
            lines.addAll(new TapFindings(facts).sentences(suspicion.interfaces()));
        } else {
            functions(suspicion, coverage, lines);
        }
        frames(suspicion, lines);
        if (facts.catalog().cause(suspicion.cause()).speakers()) {
            handlers(suspicion, lines);
            acquaintance(suspicion, lines);
        }
        if (suspicion.cause() == Cause.UnhandledIpProtocol) {
            handlers(suspicion, lines);
        }
        rhythm(cadence, lines);
        if (coverage.isOfInterface()
                && "rx_dropped".equals(coverage.counter())
                && DELIVERED.contains(suspicion.cause())) {
            coverage.accounts().forEach(account -> afterTheDriver(account, lines));
        }
        endpoints(suspicion, lines);
        circumstances(suspicion, lines);
        suspicion.rules().stream()
                .map(ReasonRule::note)
                .filter(note -> note != null)
                .distinct()
                .limit(2)
                .forEach(note -> lines.add(note));
        return lines;
    }

    private void growth(Suspicion suspicion, Coverage coverage, List<String> lines) {
        for (Account account : coverage.accounts()) {
            Growth growth = facts.growthOf(account.link().name());
            lines.add(account.counter() + " of " + account.link().name() + " grew by " + account.grew() + " to "
                    + growth.lastOf(account.counter()) + ", and " + Wording.percent(account.explained(), account.grew())
                    + " of that is accounted for.");
        }
        if (!coverage.isOfInterface() && coverage.counter() != null) {
            lines.add(coverage.counter() + " grew by " + coverage.grew() + "; drop events account for "
                    + coverage.covered() + ".");
        }
        if (coverage.isOfInterface()) {
            suspicion.hostCounters().stream()
                    .filter(name -> facts.host().of(name) > 0)
                    .forEach(name -> lines.add(facts.host().spelled(name) + " grew by "
                            + facts.host().of(name) + " as well."));
        }
    }

    private static void functions(Suspicion suspicion, Coverage coverage, List<String> lines) {
        Map<String, Long> counts = new TreeMap<>();
        suspicion
                .groups()
                .forEach(group -> counts.merge(place(group), group.group().count(), Growth::plus));
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(3)
                .forEach(entry -> lines.add(
                        "The kernel freed " + Wording.packets(entry.getValue()) + " in " + entry.getKey() + "."));
        if (coverage.outside() > 0) {
            lines.add(
                    coverage.outside()
                            + " of them came before the first or after the last reading of the counters, and the verdict leaves them out.");
        }
        if (suspicion.bytes() > 0) {
            lines.add("They held " + suspicion.bytes() + " bytes.");
        }
    }

    /** Where the kernel gives no reason, the place in the function is what tells its drops apart. */
    private static String place(MatchedGroup group) {
        return group.group().reason() == null ? group.exactly() : group.where();
    }

    private static void frames(Suspicion suspicion, List<String> lines) {
        Suspicion.byFrequency(
                        suspicion.identities().map(FrameIdentity::summary).filter(summary -> !summary.isEmpty()), 2)
                .forEach(summary -> lines.add(Wording.sentence("Sampled: " + summary)));
        if (!suspicion.vlans().isEmpty() && suspicion.cause() == Cause.UnknownVlan) {
            lines.add("The frames carry VLAN "
                    + Wording.list(
                            suspicion.vlans().stream().map(String::valueOf).toList(), 8) + ".");
        }
    }

    private void handlers(Suspicion suspicion, List<String> lines) {
        List<ProtocolHandler> handlers = facts.observation().handlers();
        if (handlers.isEmpty()) {
            return;
        }
        String table = Wording.list(
                handlers.stream()
                        .map(handler -> handler.type() + " " + handler.function())
                        .distinct()
                        .toList(),
                8);
        for (int etherType : suspicion.etherTypes()) {
            String type = HexFormat.of().toHexDigits(etherType, 4);
            List<String> functions = handlers.stream()
                    .filter(handler -> handler.type().toLowerCase(Locale.ROOT).equals(type))
                    .map(ProtocolHandler::function)
                    .distinct()
                    .toList();
            if (functions.isEmpty()) {
                lines.add("No handler for " + type + " in /proc/net/ptype, which has " + table + ".");
            } else if (suspicion.cause() == Cause.UnhandledIpProtocol) {
                lines.add(String.join(", ", functions) + " handles " + type
                        + " here, so the packets were dropped for want of memory (skb_pfmemalloc_protocol).");
            } else if (suspicion.cause() == Cause.LinkProtocolDiscarded) {
                lines.add(String.join(", ", functions) + " handles " + type
                        + " here and frees what nobody registered for without a count; a host without it counts the same"
                        + " frames in rx_dropped.");
            }
        }
    }

    /** What the same sender says of itself in another protocol. */
    private void acquaintance(Suspicion suspicion, List<String> lines) {
        String source = suspicion.source();
        if (source == null) {
            return;
        }
        Set<MatchedGroup> own = Collections.newSetFromMap(new IdentityHashMap<>());
        own.addAll(suspicion.groups());
        facts.groups().stream()
                .filter(group -> source.equalsIgnoreCase(group.source()) && group.place() == Place.Observed)
                .filter(group -> !own.contains(group))
                .flatMap(group -> group.group().frames().stream())
                .filter(frame -> frame.identity() != null
                        && frame.identity().speaker() != null
                        && frame.identity().speaker().systemName() != null)
                .findFirst()
                .ifPresent(frame -> lines.add(Wording.sentence("The same sender also says: "
                        + Objects.requireNonNull(frame.identity()).summary())));
    }

    private static void rhythm(@Nullable Cadence cadence, List<String> lines) {
        if (cadence == null || cadence.periodMillis() == null) {
            return;
        }
        Long jitter = cadence.jitterMillis();
        String every = "One every " + Wording.duration(cadence.periodMillis())
                + (jitter == null ? " in the mean" : ", give or take " + Wording.duration(jitter));
        if (cadence.matches() != null) {
            lines.add(every + ": that fits " + cadence.matches() + ".");
        } else if (cadence.shape() == CadenceShape.Steady) {
            lines.add(every + ": a timer somewhere.");
        }
    }

    /** The founding case's reasoning: who cannot have lost it. */
    private void afterTheDriver(Account account, List<String> lines) {
        InterfaceObservation link = account.link();
        Growth growth = facts.growthOf(link.name());
        List<String> flat = RING_AND_DEVICE.stream()
                .filter(name -> growth.knows(name) && growth.of(name) == 0)
                .toList();
        if (flat.size() == RING_AND_DEVICE.size()) {
            lines.add(
                    String.join(", ", flat) + " of " + link.name()
                            + " stand still: neither ring nor device lost it, the kernel's core dropped it after the driver had delivered it.");
        }
        if (link.driver() == null) {
            return;
        }
        String driver = link.driver().name();
        DriverEntry entry = facts.catalog().driver(driver, link.kind()).orElse(null);
        if (link.driver().statistics() == 0) {
            lines.add("The driver " + driver
                    + " has no statistics of its own, so the balance rests on the core's events.");
        } else if (entry != null && entry.exact() && account.driverPart() == 0) {
            lines.add("The drop statistics of the driver " + driver + " stand still.");
        }
        if (link.rings() != null
                && link.rings().rx() > 0
                && link.rings().rx() == link.rings().rxMaximum()
                && driver.equals("virtio_net")) {
            lines.add("The receive ring is at its maximum of " + link.rings().rx()
                    + ", which is the hypervisor's choice; a full ring would be felt on the host and not count here.");
        }
    }

    private static void endpoints(Suspicion suspicion, List<String> lines) {
        List<String> flows = Suspicion.byFrequency(suspicion.headers().map(EvidenceWriter::flow), 3);
        if (!flows.isEmpty()) {
            lines.add("Sampled packets: " + String.join("; ", flows) + ".");
        }
    }

    private static String flow(IpHeader ip) {
        return end(ip.source(), ip.sourcePort()) + " to " + end(ip.destination(), ip.destinationPort())
                + (ip.icmpType() == null ? "" : ", ICMP type " + ip.icmpType());
    }

    private static String end(String address, @Nullable Integer port) {
        return port == null ? address : address + " port " + port;
    }

    private void circumstances(Suspicion suspicion, List<String> lines) {
        Observation o = facts.observation();
        switch (suspicion.cause()) {
            case BacklogOverflow -> setting("net.core.netdev_max_backlog", lines);
            case ReversePathFilter -> {
                setting("net.ipv4.conf.all.rp_filter", lines);
                suspicion.interfaces().forEach(name -> setting("net.ipv4.conf." + name + ".rp_filter", lines));
            }
            case NotForwarding -> setting("net.ipv4.ip_forward", lines);
            case Ipv6Disabled ->
                suspicion.interfaces().forEach(name -> setting("net.ipv6.conf." + name + ".disable_ipv6", lines));
            case ConntrackFull -> {
                setting("net.netfilter.nf_conntrack_count", lines);
                setting("net.netfilter.nf_conntrack_max", lines);
            }
            case ListenQueueOverflow -> setting("net.core.somaxconn", lines);
            case SocketBufferFull -> setting("net.core.rmem_max", lines);
            case ForeignDestination ->
                o.interfaces().stream()
                        .filter(link -> suspicion.interfaces().contains(link.name()))
                        .filter(link -> Boolean.TRUE.equals(link.promiscuous()))
                        .forEach(link -> lines.add(link.name() + " is in promiscuous mode."));
            case CarrierLoss ->
                o.interfaces().stream()
                        .filter(link -> suspicion.interfaces().contains(link.name()))
                        .filter(link -> Boolean.FALSE.equals(link.carrier()))
                        .forEach(link -> lines.add(link.name() + " had no carrier at the end of the window."));
            case PeerMtuMismatch ->
                suspicion.interfaces().stream()
                        .filter(facts::hasLink)
                        .map(facts::link)
                        .filter(link -> link.mtu() != null)
                        .forEach(link -> lines.add("The MTU of " + link.name() + " is " + link.mtu() + "."));
            case QdiscOverflow, TrafficControlDrop -> lines.addAll(new QueueEvidence(facts, suspicion).lines());
            default -> {}
        }
    }

    private void setting(String name, List<String> lines) {
        String value = facts.observation().settings().get(name);
        if (value != null) {
            lines.add(name + " is " + value + ".");
        }
    }

    /** The devices that the events name, where each is the one below an interface that is charged; else none. */
    private List<String> namedBelow(Suspicion suspicion) {
        SortedSet<String> named = new TreeSet<>();
        for (MatchedGroup group : suspicion.groups()) {
            for (ClaimIndex.Posting posting : facts.claims().of(group)) {
                String lower = posting.account().link().lower();
                if (lower == null || !lower.equals(group.group().interfaceName())) {
                    return List.of();
                }
                named.add(lower);
            }
        }
        return List.copyOf(named);
    }

    List<String> counterEvidence(Suspicion suspicion, Coverage coverage) {
        List<String> lines = new ArrayList<>();
        balance(coverage, lines);
        if (facts.lost() > 0) {
            lines.add(
                    facts.lost() + " drop events were lost or could not be kept apart; they account for nothing here.");
        }
        for (Account account : coverage.accounts()) {
            if (ConfidenceJudge.isExcessive(account)) {
                lines.add("There were " + account.excess() + " more events than " + account.counter() + " of "
                        + account.link().name() + " grew; what counts them on this kernel is not fully understood.");
            }
        }
        if (suspicion.inferred()) {
            lines.add(
                    "No drop event was seen: these frames went to the tap of dropwhy itself, and that others like them were dropped while it was closed is inferred.");
        } else if (coverage.isOfInterface() && !coverage.certain()) {
            List<String> below = namedBelow(suspicion);
            lines.add(
                    below.isEmpty()
                            ? "The events do not name the interface that is charged; it was told from what was left unexplained."
                            : "The events name " + Wording.list(below, 4)
                                    + ", on top of which the interface is that is charged: it counts what that one did not take.");
        }
        places(suspicion, lines);
        taps(suspicion, lines);
        handlersAgainst(suspicion, lines);
        return lines;
    }

    private static void balance(Coverage coverage, List<String> lines) {
        for (Account account : coverage.accounts()) {
            if (account.unexplained() > 0) {
                lines.add(account.unexplained() + " of the growth of " + account.counter() + " of "
                        + account.link().name() + " (" + account.grew() + ") are unexplained.");
            }
        }
        if (!coverage.isOfInterface() && coverage.counter() != null && coverage.covered() < coverage.grew()) {
            lines.add(coverage.counter() + " grew by " + (coverage.grew() - coverage.covered())
                    + " more than the events that were seen.");
        }
    }

    private void places(Suspicion suspicion, List<String> lines) {
        if (suspicion.groups().stream().anyMatch(group -> group.place() == Place.Unknown)) {
            lines.add("The network namespace of some events could not be told.");
        }
        List<String> foreign = suspicion.groups().stream()
                .filter(group -> group.place() == Place.Foreign)
                .map(group -> facts.namespace(group.group().netns()))
                .distinct()
                .toList();
        if (!foreign.isEmpty()) {
            lines.add("The events name the sender, which is in another network namespace: " + Wording.list(foreign, 4)
                    + ".");
        }
    }

    private void taps(Suspicion suspicion, List<String> lines) {
        if (suspicion.cause() != Cause.UnhandledLinkProtocol && suspicion.cause() != Cause.UnknownVlan) {
            return;
        }
        lines.addAll(facts.taps().sentences().stream()
                .map(sentence -> sentence + " There may have been more.")
                .toList());
    }

    private void handlersAgainst(Suspicion suspicion, List<String> lines) {
        if (suspicion.cause() != Cause.UnhandledLinkProtocol) {
            return;
        }
        for (int etherType : suspicion.etherTypes()) {
            String type = HexFormat.of().toHexDigits(etherType, 4);
            facts.observation().handlers().stream()
                    .filter(handler -> handler.type().toLowerCase(Locale.ROOT).equals(type) && handler.device() == null)
                    .findFirst()
                    .ifPresent(handler -> lines.add(handler.function() + " was registered for " + type
                            + " when the handlers were read; it came or went within the window."));
            for (String name : suspicion.interfaces()) {
                for (PacketSocket socket : facts.taps().wanting(etherType, name)) {
                    lines.add(Taps.holder(socket) + " holds a packet socket for " + Taps.hex(etherType) + " on "
                            + Taps.reach(socket) + ", which takes such frames while it is open.");
                }
            }
        }
    }

    /** Groups that the judgement left out, one line for people. */
    static String outline(MatchedGroup group) {
        String name = group.group().interfaceName();
        return (name == null ? "" : name + ": ") + group.group().count() + " in "
                + (group.rule() == null ? group.exactly() : group.where());
    }
}
