package dev.dropwhy.diagnosis.judgement;

import dev.dropwhy.api.Cadence;
import dev.dropwhy.api.Cause;
import dev.dropwhy.api.Confidence;
import dev.dropwhy.diagnosis.ledger.Account;
import dev.dropwhy.diagnosis.matching.MatchedGroup;
import dev.dropwhy.diagnosis.matching.Place;
import java.util.List;

/**
 * How sure a verdict is. High: at least 95 % of the counter is accounted for, a second independent source agrees with
 * the events, and no event was lost. What a tap test infers is Medium at most, and Low where so few drops were counted
 * without the tap that their absence with it may be chance.
 */
final class ConfidenceJudge {

    private static final int ENOUGH = 95;
    private static final int HALF = 50;

    private final Case facts;

    ConfidenceJudge(Case facts) {
        this.facts = facts;
    }

    Confidence judge(Suspicion suspicion, Coverage coverage, Rhythm rhythm) {
        if (coverage.isOfInterface() && coverage.balanced() < HALF) {
            return Confidence.Low;
        }
        if (suspicion.inferred() && new TapFindings(facts).mayBeChance(suspicion.interfaces())) {
            return Confidence.Low;
        }
        boolean full = coverage.counter() == null || coverage.balanced() >= ENOUGH;
        boolean placed =
                coverage.certain() && suspicion.groups().stream().noneMatch(group -> group.place() != Place.Observed);
        boolean agreed = coverage.counter() != null || isSeconded(suspicion, rhythm);
        boolean sure = full
                && placed
                && agreed
                && facts.lost() == 0
                && coverage.accounts().stream().noneMatch(ConfidenceJudge::isExcessive);
        return sure ? Confidence.High : Confidence.Medium;
    }

    /** More events than growth, by more than the moments before the first and after the last reading explain. */
    static boolean isExcessive(Account account) {
        return account.excess() > Math.max(5, account.grew() / 20);
    }

    /** Whether a source other than events and counters agrees. */
    private boolean isSeconded(Suspicion suspicion, Rhythm rhythm) {
        Cadence cadence = rhythm.cadence();
        boolean timer = cadence != null && cadence.matches() != null;
        return timer
                || switch (suspicion.cause()) {
                    case LinkProtocolDiscarded ->
                        facts.observation().handlers().stream()
                                .anyMatch(handler -> handler.type().equals("0004"));
                    case QdiscOverflow, TrafficControlDrop -> qdiscsDropped(suspicion);
                    case CarrierLoss ->
                        suspicion.groups().stream()
                                .map(MatchedGroup::on)
                                .anyMatch(link -> link != null && Boolean.FALSE.equals(link.carrier()));
                    case Ipv6Disabled ->
                        suspicion.interfaces().stream()
                                .anyMatch(name -> "1"
                                        .equals(facts.observation()
                                                .settings()
                                                .get("net.ipv6.conf." + name + ".disable_ipv6")));
                    default -> false;
                };
    }

    private boolean qdiscsDropped(Suspicion suspicion) {
        List<String> names = suspicion.interfaces();
        return facts.observation().interfaces().stream()
                .filter(link -> names.contains(link.name()))
                .anyMatch(link -> link.qdiscs().stream()
                        .anyMatch(qdisc -> qdisc.dropped() > 0
                                && (suspicion.cause() == Cause.QdiscOverflow
                                        || qdisc.kind().equals("clsact")
                                        || qdisc.kind().equals("ingress"))));
    }
}
