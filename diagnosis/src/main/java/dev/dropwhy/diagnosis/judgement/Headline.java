package dev.dropwhy.diagnosis.judgement;

import dev.dropwhy.api.Cause;
import dev.dropwhy.api.Severity;
import dev.dropwhy.api.Totals;
import dev.dropwhy.api.Verdict;
import dev.dropwhy.diagnosis.intake.Text;
import dev.dropwhy.diagnosis.ledger.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The outcome in one sentence: what was dropped, what it was, and whether it matters; then what limits that. */
final class Headline {

    private static final int MAXIMUM = 512;
    private static final Set<String> BALANCED = Set.of("rx_dropped", "tx_dropped");

    private final Case facts;

    Headline(Case facts) {
        this.facts = facts;
    }

    String write(List<Verdict> verdicts, Totals totals) {
        List<String> parts = new ArrayList<>();
        Verdict worst = verdicts.isEmpty() ? null : verdicts.getFirst();
        boolean isCounted = worst != null && worst.counter() != null && BALANCED.contains(worst.counter());
        if (worst != null && !isCounted && worst.severity() != Severity.Benign) {
            parts.add(
                    Wording.sentence(worst.statement()).replaceAll("\\.$", "") + " (" + word(worst.severity()) + ").");
        }
        if (totals.dropped() > 0) {
            parts.add(balance(verdicts, totals));
        } else if (parts.isEmpty()) {
            parts.add(nothing(worst));
        }
        if (!facts.watched()) {
            parts.add("Nobody watched single drops: counters only.");
        }
        if (facts.lost() > 0) {
            parts.add(facts.lost() + " drop events were lost.");
        }
        facts.taps().hiding().stream()
                .limit(1)
                .map(socket -> Taps.holder(socket) + " taps " + Taps.reach(socket)
                        + ", which hides drops of unhandled protocols.")
                .forEach(parts::add);
        return Text.clean(String.join(" ", parts), MAXIMUM);
    }

    private String nothing(@Nullable Verdict worst) {
        List<String> names = facts.observation().interfaces().stream()
                .map(link -> link.name())
                .toList();
        String counted = (names.isEmpty()
                        ? "No interface was chosen, so no drop counter was balanced"
                        : "No drop was counted on " + Wording.list(names, 4))
                + " in " + Wording.duration(facts.observation().durationMillis());
        return worst == null ? counted + "." : counted + "; besides: " + Wording.sentence(worst.statement());
    }

    private String balance(List<Verdict> verdicts, Totals totals) {
        List<String> names = facts.book().dropped().stream()
                .filter(account -> account.grew() > 0)
                .map(Account::link)
                .map(link -> link.name())
                .distinct()
                .toList();
        List<Verdict> counted = verdicts.stream()
                .filter(verdict -> verdict.counter() != null && BALANCED.contains(verdict.counter()))
                .filter(verdict -> verdict.cause() != Cause.Unexplained)
                .toList();
        String head = Wording.list(names, 4) + " dropped " + Wording.packets(totals.dropped());
        if (counted.isEmpty()) {
            return head + ", and " + (totals.explained() == 0 ? "none" : "only " + totals.explained())
                    + " of that is explained.";
        }
        String explained = totals.unexplained() == 0
                ? ": "
                : " (" + totals.explained() + " explained, " + totals.unexplained() + " not): ";
        if (counted.size() == 1 && totals.unexplained() == 0) {
            String all = totals.dropped() == 1 ? "it is " : "all are ";
            return head + explained + all + what(counted.getFirst()) + "; "
                    + word(counted.getFirst().severity()) + ".";
        }
        List<String> items = counted.stream()
                .map(verdict -> verdict.count() + " " + what(verdict) + " (" + word(verdict.severity()) + ")")
                .toList();
        return head + explained + Wording.list(items, 3) + ".";
    }

    private String what(Verdict verdict) {
        String who = Wording.speaker(verdict.speaker(), verdict.protocol());
        String from = who.isEmpty() ? "" : " from " + who;
        return switch (verdict.cause()) {
            case UnhandledLinkProtocol ->
                Wording.protocol(verdict.protocol())
                        + (Wording.isBpdu(verdict.protocol()) ? " BPDUs" : " frames")
                        + from
                        + Wording.every(verdict.cadence());
            case UnknownVlan -> "frames of an unknown VLAN" + from + Wording.every(verdict.cadence());
            case UnhandledIpProtocol -> "unhandled " + Wording.protocol(verdict.protocol()) + " packets";
            case BacklogOverflow -> "packets beyond a CPU's full input queue";
            case BroadcastQueueFull -> "packets beyond a full queue of broadcasts for macvlans or ipvlans";
            case MemoryPressure -> "packets for which memory was short";
            case PeerMtuMismatch -> "packets larger than this end's MTU";
            case CarrierLoss -> "packets sent without carrier";
            case DeviceQueueFull -> "packets for a stalled reader of the device";
            case XdpDrop -> "packets that an XDP program refused";
            case DriverDrop -> "packets dropped by the driver";
            case DeviceQueueOverrun -> "packets lost by the device";
            default -> "packets (" + facts.catalog().cause(verdict.cause()).title() + ")";
        };
    }

    private static String word(Severity severity) {
        return switch (severity) {
            case Benign -> "harmless";
            case Suspicious -> "worth a look";
            case Problem -> "a problem";
        };
    }
}
