package dev.dropwhy.diagnosis.judgement;

import dev.dropwhy.diagnosis.counters.Growth;
import dev.dropwhy.diagnosis.observation.ActionObservation;
import dev.dropwhy.diagnosis.observation.FilterObservation;
import dev.dropwhy.diagnosis.observation.InterfaceObservation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Which tc filters of one hook of an interface dropped how many packets and bytes. An action that dropped all that came to it
 * tells both. A policer tells packets only, and a program that decides by itself tells nothing: where there is one such filter,
 * what the events tell and the others do not account for is its.
 */
final class FilterEvidence {

    private static final int LINES = 6;

    private final InterfaceObservation link;
    private final String place;
    private final long packets;
    private final long bytes;
    private final List<FilterObservation> filters;

    /**
     * @param place {@code ingress} or {@code egress}, or the handle of a queueing discipline
     * @param packets packets that events tell were dropped there
     * @param bytes their bytes
     */
    FilterEvidence(InterfaceObservation link, String place, long packets, long bytes) {
        this.link = link;
        this.place = place;
        this.packets = packets;
        this.bytes = bytes;
        this.filters = link.filters().stream()
                .filter(filter -> filter.place().equals(place))
                .toList();
    }

    /** What an action dropped, with the filter that led packets to it. */
    private record Loss(FilterObservation filter, ActionObservation action) {

        long packets() {
            return action.dropped();
        }

        /** Whether all that came to it was dropped, so that its bytes are those of the drops. */
        boolean whole() {
            return action.dropped() == action.packets();
        }
    }

    /** Losses by action; one that several filters share, or a block that several interfaces share, is named once. */
    private List<Loss> losses() {
        Set<String> known = new HashSet<>();
        List<Loss> losses = new ArrayList<>();
        for (FilterObservation filter : filters) {
            for (ActionObservation action : filter.actions()) {
                boolean first = action.index() == 0 || known.add(action.kind() + " " + action.index());
                if (action.dropped() > 0 && first) {
                    losses.add(new Loss(filter, action));
                }
            }
        }
        return losses;
    }

    List<String> lines() {
        List<Loss> losses = losses();
        List<Loss> partial = losses.stream().filter(loss -> !loss.whole()).toList();
        List<FilterObservation> silent =
                filters.stream().filter(FilterObservation::uncounted).toList();
        long counted = losses.stream().mapToLong(Loss::packets).reduce(0, Growth::plus);
        long wholeBytes = losses.stream()
                .filter(Loss::whole)
                .mapToLong(loss -> loss.action().bytes())
                .reduce(0, Growth::plus);
        boolean told = partial.size() == 1 && counted == packets && bytes > wholeBytes;
        List<String> lines = new ArrayList<>();
        for (Loss loss : losses) {
            lines.add(sentence(loss)
                    + (loss.whole()
                            ? " of " + loss.action().bytes() + " bytes."
                            : partly(loss.action(), told ? bytes - wholeBytes : 0)));
        }
        long left = packets - counted;
        if (!silent.isEmpty() && left > 0) {
            lines.add(silent(silent, left, partial.isEmpty() ? bytes - wholeBytes : 0));
        }
        return lines.stream().limit(LINES).toList();
    }

    private String sentence(Loss loss) {
        return "The tc filter " + name(loss.filter()) + " at " + where() + " dropped " + Wording.packets(loss.packets())
                + " by its action " + loss.action().kind();
    }

    /**
     * The end of a sentence about an action that let some through.
     *
     * @param droppedBytes bytes of what it dropped; 0 where nothing tells them
     */
    private static String partly(ActionObservation action, long droppedBytes) {
        return (droppedBytes > 0 ? " of " + droppedBytes + " bytes" : "")
                + ", of " + action.packets() + " packets of " + action.bytes() + " bytes that came to it"
                + (droppedBytes > 0
                        ? "; tc tells the bytes of all of them only, the events those of the dropped."
                        : "; tc does not tell the bytes of the dropped apart.");
    }

    private String silent(List<FilterObservation> silent, long left, long leftBytes) {
        String amount = Wording.packets(left) + (leftBytes > 0 ? " of " + leftBytes + " bytes" : "");
        return silent.size() == 1
                ? "The tc filter " + name(silent.getFirst()) + " at " + where() + " dropped " + amount
                        + ": no other filter there counted them, and its program decides without a count."
                : "The tc filters "
                        + Wording.list(silent.stream().map(FilterEvidence::name).toList(), 4) + " at " + where()
                        + " dropped " + amount + " together: their programs decide without a count.";
    }

    /**
     * The one filter that dropped so many: the only one there, or the only one of that count; empty where none can be told.
     *
     * @param count packets of the drops in question, some or all of those at this hook
     */
    String name(long count) {
        List<Loss> losses = losses();
        long counted = losses.stream().mapToLong(Loss::packets).reduce(0, Growth::plus);
        List<FilterObservation> silent =
                filters.stream().filter(FilterObservation::uncounted).toList();
        if (losses.isEmpty()) {
            return silent.size() == 1 ? name(silent.getFirst()) : "";
        }
        List<Loss> fitting =
                losses.stream().filter(loss -> loss.packets() == count).toList();
        boolean only = losses.size() == 1 && counted == packets;
        if (only || (fitting.size() == 1 && counted == packets)) {
            return name(only ? losses.getFirst().filter() : fitting.getFirst().filter());
        }
        return "";
    }

    private String where() {
        return switch (place) {
            case "ingress", "egress" -> "the " + place + " of " + link.name();
            default -> "the qdisc " + place + " of " + link.name();
        };
    }

    /** As tc names it: {@code flower 0x1 of pref 10 for ip}. */
    private static String name(FilterObservation filter) {
        return filter.kind() + (filter.program() == null ? "" : " " + filter.program()) + " " + filter.handle()
                + " of pref " + filter.preference()
                + (filter.chain() == 0 ? "" : " in chain " + filter.chain()) + " for " + protocol(filter.protocol());
    }

    /** As tc spells protocols (ll_proto_n2a). */
    private static String protocol(int etherType) {
        return switch (etherType) {
            case FilterObservation.EVERY_PROTOCOL -> "every protocol";
            case 0x0800 -> "ip";
            case 0x0806 -> "arp";
            case 0x86dd -> "ipv6";
            case 0x8100 -> "802.1Q";
            case 0x88a8 -> "802.1ad";
            case 0x88cc -> "lldp";
            default -> "0x" + HexFormat.of().toHexDigits(etherType, 4);
        };
    }
}
