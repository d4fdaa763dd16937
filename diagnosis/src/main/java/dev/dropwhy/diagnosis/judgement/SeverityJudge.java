package dev.dropwhy.diagnosis.judgement;

import dev.dropwhy.api.Cadence;
import dev.dropwhy.api.Cause;
import dev.dropwhy.api.Expectation;
import dev.dropwhy.api.Severity;
import dev.dropwhy.diagnosis.catalog.HostRole;
import dev.dropwhy.diagnosis.catalog.LinkProtocol;
import dev.dropwhy.diagnosis.intake.Text;
import dev.dropwhy.diagnosis.matching.Roles;
import dev.dropwhy.diagnosis.observation.InterfaceObservation;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How much a suspicion matters: the catalog's word, moved by the innocence test, roles, rates and expectations. */
final class SeverityJudge {

    /** A control protocol or beacon sends at most a few frames a second; above this it is a flood, whatever it is. */
    private static final double FLOOD = 20;

    /** TCP segments refused per second that no ordinary connection explains. */
    private static final double BULK = 50;

    /** Fewer packets to a closed port are what any host sees. */
    static final long FEW = 3;

    private final Case facts;
    private final Health health;

    SeverityJudge(Case facts) {
        this.facts = facts;
        this.health = new Health(facts.host());
    }

    /** Judges without the rhythm, which says something about the sender and moves no severity; see {@link #rhythm}. */
    Finding judge(Suspicion suspicion, double perSecond) {
        Finding finding = new Finding(byCatalog(suspicion));
        switch (suspicion.cause()) {
            case UnhandledLinkProtocol, LinkProtocolDiscarded -> {
                testRoles(suspicion, finding);
                if (finding.severity() == Severity.Benign) {
                    testInnocence(suspicion, onEach(suspicion, perSecond), finding);
                }
            }
            case TcpOutOfWindow -> {
                if (perSecond > BULK) {
                    finding.doubt("At this rate they are more than the odd duplicate: loss or reordering on the path.");
                }
            }
            case NoListener -> {
                if (suspicion.count() < FEW && finding.severity() == Severity.Suspicious) {
                    finding.set(Severity.Benign, "So few are ordinary on any host: late answers, closed connections.");
                }
            }
            default -> {}
        }
        testExpectations(suspicion, finding);
        return finding;
    }

    /** One frame is counted by every interface that hears it (a device and its macvlans): its sender's pace is not the sum. */
    private static double onEach(Suspicion suspicion, double perSecond) {
        return perSecond / Math.max(1, suspicion.interfaces().size());
    }

    private Severity byCatalog(Suspicion suspicion) {
        Severity ofCause = facts.catalog().cause(suspicion.cause()).severity();
        if (suspicion.cause() == Cause.UnhandledLinkProtocol || suspicion.cause() == Cause.LinkProtocolDiscarded) {
            LinkProtocol known = suspicion.known();
            return known == null ? ofCause : known.severity();
        }
        Severity ofRule = suspicion.ruleSeverity();
        return ofRule == null ? ofCause : ofRule;
    }

    private void testRoles(Suspicion suspicion, Finding finding) {
        LinkProtocol known = suspicion.known();
        if (known == null || known.expectedWhen().isEmpty()) {
            return;
        }
        Roles roles = new Roles(facts.observation());
        for (String name : suspicion.interfaces()) {
            if (!facts.hasLink(name)) {
                continue;
            }
            InterfaceObservation link = facts.link(name);
            Set<HostRole> wanted = EnumSet.noneOf(HostRole.class);
            wanted.addAll(known.expectedWhen());
            wanted.retainAll(roles.of(link));
            if (!wanted.isEmpty()) {
                finding.set(
                        Severity.Problem,
                        name + " is "
                                + String.join(
                                        " and ",
                                        wanted.stream()
                                                .map(SeverityJudge::role)
                                                .sorted()
                                                .toList()) + link(link)
                                + ": this host needs " + Wording.protocol(known.name())
                                + " there, and drops it all the same.");
            }
        }
    }

    private static String link(InterfaceObservation link) {
        return link.master() == null ? "" : " (master " + link.master() + ")";
    }

    private static String role(HostRole role) {
        return switch (role) {
            case BondMember -> "a bond member";
            case BridgePort -> "a bridge port";
            case VlanParent -> "the parent of a VLAN device";
            case PppoeClient -> "a PPPoE client";
            case MacsecParent -> "the parent of a MACsec device";
            case BatmanMember -> "a batman-adv member";
            case HsrMember -> "an HSR or PRP member";
            case MplsRouter -> "an MPLS input";
        };
    }

    private void testInnocence(Suspicion suspicion, double perSecond, Finding finding) {
        LinkProtocol known = suspicion.known();
        if (known != null && !known.innocent()) {
            finding.doubt("It is neither a link-local control protocol nor a known beacon.");
        }
        if (perSecond > FLOOD) {
            finding.doubt("So many a second are no timer: a loop, a fault or a test sends them.");
        }
        if (suspicion.source() == null) {
            finding.counterEvidence()
                    .add("The sender could not be told, so whether it is always the same is not known.");
        }
        List<String> complaints = health.complaints();
        if (complaints.isEmpty()) {
            String well = health.allWell();
            if (!well.isEmpty()) {
                finding.evidence().add(well);
            }
        } else {
            complaints.forEach(finding::doubt);
        }
    }

    /** What the rhythm says against a timer, for causes whose innocence was tested. */
    static List<String> rhythm(Suspicion suspicion, @Nullable Cadence cadence) {
        boolean tested =
                suspicion.cause() == Cause.UnhandledLinkProtocol || suspicion.cause() == Cause.LinkProtocolDiscarded;
        if (!tested || cadence == null) {
            return List.of();
        }
        return switch (cadence.shape()) {
            case Burst -> List.of("They came in a burst, not at the steady pace of a timer.");
            case Irregular -> List.of("They came at no steady pace, so no timer could be confirmed.");
            case Steady, Single -> List.of();
        };
    }

    private void testExpectations(Suspicion suspicion, Finding finding) {
        for (Expectation expectation : facts.expectations()) {
            if (expectation.cause() == suspicion.cause()
                    && (expectation.protocol() == null || expectation.protocol().equals(suspicion.protocol()))) {
                String note = Text.clean(expectation.note(), 256);
                finding.set(
                        Severity.Benign,
                        note.isEmpty()
                                ? "The investigation expects it."
                                : "The investigation expects it: “" + note + "”");
                return;
            }
        }
    }
}
