package dev.dropwhy.diagnosis.judgement;

import dev.dropwhy.api.Cadence;
import dev.dropwhy.api.Cause;
import dev.dropwhy.api.Speaker;
import dev.dropwhy.diagnosis.observation.FrameIdentity;
import dev.dropwhy.diagnosis.observation.InterfaceObservation;
import dev.dropwhy.diagnosis.observation.IpHeader;
import dev.dropwhy.diagnosis.observation.QdiscObservation;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Who and what a suspicion is about: its speaker, and the words and values for its sentences and commands. */
final class Subject {

    private static final int FIRST_ETHER_TYPE = 0x600;

    private final Case facts;
    private final Suspicion suspicion;

    Subject(Case facts, Suspicion suspicion) {
        this.facts = facts;
        this.suspicion = suspicion;
    }

    /** The speaker, merged from all frames of one source; absent where several or none are known. */
    @Nullable Speaker speaker() {
        if (!facts.catalog().cause(suspicion.cause()).linkLayer()) {
            return null;
        }
        String mac = suspicion.source();
        if (mac == null) {
            return null;
        }
        return new Speaker(
                mac.toLowerCase(Locale.ROOT),
                most(Speaker::bridgeId),
                most(Speaker::portId),
                most(Speaker::systemName),
                most(Speaker::description));
    }

    private @Nullable String most(Function<Speaker, @Nullable String> field) {
        List<String> values = Suspicion.byFrequency(
                suspicion
                        .identities()
                        .map(FrameIdentity::speaker)
                        .filter(Objects::nonNull)
                        .map(field)
                        .filter(value -> value != null && !value.isEmpty()),
                1);
        return values.isEmpty() ? null : values.getFirst();
    }

    /** Words and values for the catalog's templates. */
    Placeholders placeholders(@Nullable Speaker speaker, @Nullable Cadence cadence, long count) {
        Placeholders fill = new Placeholders();
        List<String> interfaces = suspicion.interfaces();
        String who = Wording.speaker(speaker, suspicion.protocol());
        fill.word("where", Wording.where(interfaces))
                .word("packets", Wording.packets(count))
                .word("frames", Wording.frames(count))
                .word("protocol", Wording.protocol(suspicion.protocol()))
                .word("of", suspicion.protocol() == null ? "" : " of " + Wording.protocol(suspicion.protocol()))
                .word("from", who.isEmpty() ? "" : " from " + who)
                .word("every", Wording.every(cadence))
                .word("vlan", vlans());
        if (suspicion.cause() == Cause.TrafficControlDrop) {
            String filter = new QueueEvidence(facts, suspicion).filter();
            fill.word("filter", filter.isEmpty() ? "" : " (" + filter + ")");
        }
        addresses(fill);
        link(fill, interfaces.isEmpty() ? null : interfaces.getFirst());
        settings(fill);
        return fill;
    }

    private String vlans() {
        List<String> ids = suspicion.vlans().stream().map(String::valueOf).toList();
        return ids.isEmpty() ? "a VLAN" : "VLAN " + Wording.list(ids, 4);
    }

    private void addresses(Placeholders fill) {
        List<String> sources = suspicion.most(IpHeader::source, 2);
        List<String> destinations = suspicion.most(IpHeader::destination, 2);
        List<Integer> ports = suspicion.most(IpHeader::destinationPort, 2);
        fill.word("sourceText", one(" from ", sources))
                .word("destinationText", one(" to ", destinations))
                .word(
                        "portText",
                        ports.isEmpty() ? "" : " (port " + ports.getFirst() + (ports.size() > 1 ? " and others)" : ")"))
                .word(
                        "portTextPlain",
                        ports.isEmpty()
                                ? " a port"
                                : " port " + ports.getFirst() + (ports.size() > 1 ? " and others" : ""));
        fill.value("source", sources.isEmpty() ? null : sources.getFirst(), Placeholders.ADDRESS)
                .value("destination", destinations.isEmpty() ? null : destinations.getFirst(), Placeholders.ADDRESS)
                .value("port", ports.isEmpty() ? null : ports.getFirst().toString(), Placeholders.NUMBER)
                .value("mac", lower(suspicion.source()), Placeholders.MAC);
        if (suspicion.vlans().size() == 1) {
            fill.value("vlanId", suspicion.vlans().first().toString(), Placeholders.NUMBER);
        }
        ids(fill);
    }

    private void ids(Placeholders fill) {
        if (suspicion.etherTypes().size() != 1) {
            return;
        }
        int etherType = suspicion.etherTypes().first();
        if (etherType >= FIRST_ETHER_TYPE) {
            fill.value("ethertype", "0x" + HexFormat.of().toHexDigits(etherType, 4), Placeholders.HEX);
        } else {
            if (suspicion.linkDestinations().size() == 1) {
                fill.value("group", lower(suspicion.linkDestinations().first()), Placeholders.MAC);
            }
            fill.value("llc", etherType == 4 ? "llc" : null, Placeholders.WORD);
        }
    }

    private void link(Placeholders fill, @Nullable String name) {
        if (name == null) {
            return;
        }
        fill.value("interface", name, Placeholders.INTERFACE);
        if (!facts.hasLink(name)) {
            return;
        }
        InterfaceObservation link = facts.link(name);
        fill.value("mtu", link.mtu() == null ? null : link.mtu().toString(), Placeholders.NUMBER);
        if (link.rings() != null && link.rings().rxMaximum() > link.rings().rx()) {
            fill.value("ring", Integer.toString(link.rings().rx()), Placeholders.NUMBER)
                    .value("ringMaximum", Integer.toString(link.rings().rxMaximum()), Placeholders.NUMBER);
        }
        link.qdiscs().stream()
                .filter(qdisc -> qdisc.dropped() > 0)
                .max(Comparator.comparingLong(QdiscObservation::dropped)
                        .thenComparing(qdisc -> !"root".equals(qdisc.parent())))
                .ifPresent(qdisc -> fill.word("qdisc", " " + qdisc.kind() + " " + qdisc.handle()));
    }

    private void settings(Placeholders fill) {
        setting(fill, "backlog", "backlogMore", "net.core.netdev_max_backlog");
        setting(fill, "conntrackMax", "conntrackMore", "net.netfilter.nf_conntrack_max");
        setting(fill, "somaxconn", "somaxconnMore", "net.core.somaxconn");
    }

    private void setting(Placeholders fill, String now, String more, String setting) {
        String value = facts.observation().settings().get(setting);
        if (value == null || !Placeholders.NUMBER.matcher(value).matches()) {
            return;
        }
        long doubled = Math.max(1024, Long.parseLong(value) * 2);
        fill.value(now, value, Placeholders.NUMBER).value(more, Long.toString(doubled), Placeholders.NUMBER);
    }

    private static String one(String word, List<String> values) {
        return values.isEmpty() ? "" : word + values.getFirst() + (values.size() > 1 ? " and others" : "");
    }

    private static @Nullable String lower(@Nullable String mac) {
        return mac == null ? null : mac.toLowerCase(Locale.ROOT);
    }
}
