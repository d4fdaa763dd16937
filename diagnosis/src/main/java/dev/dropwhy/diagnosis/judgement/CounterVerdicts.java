package dev.dropwhy.diagnosis.judgement;

import dev.dropwhy.api.Cause;
import dev.dropwhy.api.Confidence;
import dev.dropwhy.api.Expectation;
import dev.dropwhy.api.Severity;
import dev.dropwhy.api.Verdict;
import dev.dropwhy.diagnosis.catalog.CounterEntry;
import dev.dropwhy.diagnosis.catalog.DriverEntry;
import dev.dropwhy.diagnosis.counters.DriverStatistics;
import dev.dropwhy.diagnosis.counters.Growth;
import dev.dropwhy.diagnosis.intake.Text;
import dev.dropwhy.diagnosis.ledger.Account;
import dev.dropwhy.diagnosis.ledger.Claim;
import dev.dropwhy.diagnosis.matching.MatchedGroup;
import dev.dropwhy.diagnosis.matching.Place;
import dev.dropwhy.diagnosis.observation.InterfaceObservation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Losses that counters show and no drop event does: listen queues, drivers, devices, and everything where nobody watched. */
final class CounterVerdicts {

    /** Retransmissions that make one ask where the packets went, with nothing dropped here. */
    private static final double MANY_RETRANSMISSIONS = 0.02;

    private static final long ENOUGH_RETRANSMISSIONS = 20;
    private static final Set<String> VIRTUAL_DRIVERS =
            Set.of("virtio_net", "vif", "xen_netfront", "hv_netvsc", "vmxnet3", "ena", "gve");
    private static final String LISTEN_DROPS = "TcpExt.ListenDrops";
    private static final List<String> LISTEN_OVERFLOWS = List.of("TcpExt.ListenOverflows", "TcpExt.TCPReqQFullDrop");
    private static final List<String> ICMP_ERRORS =
            List.of("Icmp.InDestUnreachs", "Icmp.InTimeExcds", "Icmp.InParmProbs", "Icmp6.InDestUnreachs");

    private final Case facts;
    private final VerdictWriter writer;

    CounterVerdicts(Case facts) {
        this.facts = facts;
        this.writer = new VerdictWriter(facts);
    }

    List<Verdict> write(List<Draft> fromEvents) {
        List<Verdict> verdicts = new ArrayList<>();
        hostCounters(fromEvents, verdicts);
        listenDrops(fromEvents, verdicts);
        driverParts(verdicts);
        for (InterfaceObservation link : facts.observation().interfaces()) {
            if (!"bond".equals(link.kind()) && !"team".equals(link.kind())) {
                linkCounters(link, fromEvents, verdicts);
                deviceLosses(link, verdicts);
            }
        }
        if (verdicts.stream().noneMatch(CounterVerdicts::isLoss)
                && fromEvents.stream().noneMatch(draft -> draft.severity() == Severity.Problem)) {
            hostSideLoss(verdicts);
        }
        return verdicts;
    }

    private static boolean isLoss(Verdict verdict) {
        return verdict.severity() == Severity.Problem;
    }

    private record Part(String counter, long deficit) {}

    /** Counters of the host that prove a cause, for what events do not account for. */
    private void hostCounters(List<Draft> fromEvents, List<Verdict> verdicts) {
        Map<String, List<Part>> parts = new TreeMap<>();
        Map<String, Cause> causes = new TreeMap<>();
        for (CounterEntry entry : facts.catalog().counters()) {
            Cause alone = entry.alone();
            long grew = facts.host().of(entry.name());
            if (alone == null || grew <= 0) {
                continue;
            }
            long deficit = grew - accounted(entry.name());
            if (deficit <= 0 || deficit < grew / 20 || isCovered(fromEvents, alone, entry.name())) {
                continue;
            }
            String key = alone + "/" + protocolOf(entry.name());
            causes.put(key, alone);
            parts.computeIfAbsent(key, k -> new ArrayList<>()).add(new Part(entry.name(), deficit));
        }
        parts.forEach((key, list) -> verdicts.add(ofHost(causes.getOrDefault(key, Cause.Unexplained), list)));
    }

    private Verdict ofHost(Cause cause, List<Part> parts) {
        Part main = parts.stream().max(Comparator.comparingLong(Part::deficit)).orElseThrow();
        List<String> evidence = new ArrayList<>();
        for (Part part : parts) {
            evidence.add(facts.host().spelled(part.counter()) + " grew by "
                    + facts.host().of(part.counter()) + ": "
                    + facts.catalog()
                            .counter(part.counter())
                            .map(CounterEntry::means)
                            .orElse(""));
        }
        String protocol = protocolOf(main.counter());
        // Every overflow is a listen drop as well, and ListenDrops is the counter that people watch.
        String counted =
                cause == Cause.ListenQueueOverflow && facts.host().of(LISTEN_DROPS) > 0 ? LISTEN_DROPS : main.counter();
        Severity severity = severity(cause, protocol, main.deficit(), evidence);
        return writer.fromCounters(
                cause,
                protocol,
                List.of(),
                severity,
                facts.watched() && cause != Cause.ListenQueueOverflow ? Confidence.Low : Confidence.Medium,
                main.deficit(),
                facts.host().spelled(counted),
                Wording.share(main.deficit(), facts.host().of(counted)),
                evidence,
                against(cause == Cause.ListenQueueOverflow),
                hostPlaceholders(protocol, main.deficit()));
    }

    private Placeholders hostPlaceholders(@Nullable String protocol, long count) {
        return new Subject(facts, new Suspicion(Cause.Unexplained, protocol, null))
                .placeholders(null, null, count)
                .word("where", Wording.THIS_HOST);
    }

    private List<String> against(boolean blindSpot) {
        List<String> lines = new ArrayList<>();
        if (!facts.watched()) {
            lines.add("Nobody watched single drops in this window: this rests on counters alone.");
        } else if (blindSpot) {
            lines.add("The kernel gives no drop event for it, so which listener and which clients is not known.");
        } else {
            lines.add("No drop event of this kind was seen, although the engine was watching.");
        }
        return lines;
    }

    /** Events that a counter counts as well. Softnet counters are of the whole machine, others of the namespace. */
    private long accounted(String counter) {
        boolean machine = counter.startsWith("softnet.");
        return facts.groups().stream()
                .filter(group -> machine || group.place() != Place.Foreign)
                .filter(group -> group.rule() != null && group.rule().host().contains(counter))
                .map(MatchedGroup::group)
                .mapToLong(group -> group.count())
                .reduce(0, Growth::plus);
    }

    /** The same drops under another counter's name. */
    private static boolean isCovered(List<Draft> fromEvents, Cause cause, String counter) {
        String protocol = protocolOf(counter);
        return fromEvents.stream()
                .anyMatch(verdict -> verdict.cause() == cause
                        && (protocol == null
                                || protocol.equals(verdict.protocol())
                                || cause == Cause.ListenQueueOverflow));
    }

    private static @Nullable String protocolOf(String counter) {
        if (counter.startsWith("Tcp")) {
            return counter.equals("TcpExt.IPReversePathFilter") ? null : "Tcp";
        }
        return counter.startsWith("Udp")
                ? "Udp"
                : counter.startsWith("Icmp6") ? "Icmpv6" : counter.startsWith("Icmp") ? "Icmp" : null;
    }

    private Severity severity(Cause cause, @Nullable String protocol, long count, List<String> evidence) {
        for (Expectation expectation : facts.expectations()) {
            if (expectation.cause() == cause
                    && (expectation.protocol() == null || expectation.protocol().equals(protocol))) {
                String note = Text.clean(expectation.note(), 256);
                evidence.addFirst(
                        note.isEmpty()
                                ? "The investigation expects it."
                                : "The investigation expects it: “" + note + "”");
                return Severity.Benign;
            }
        }
        return cause == Cause.NoListener && count < SeverityJudge.FEW
                ? Severity.Benign
                : facts.catalog().cause(cause).severity();
    }

    /** ListenDrops without an overflow: half-open connections that ICMP errors ended (tcp_req_err). */
    private void listenDrops(List<Draft> fromEvents, List<Verdict> verdicts) {
        long drops = facts.host().of(LISTEN_DROPS);
        long overflows = LISTEN_OVERFLOWS.stream()
                .mapToLong(name -> facts.host().of(name))
                .reduce(0, Growth::plus);
        long events = fromEvents.stream()
                .filter(verdict -> verdict.cause() == Cause.ListenQueueOverflow)
                .mapToLong(Draft::count)
                .reduce(0, Growth::plus);
        long left = drops - Math.max(overflows, events);
        if (left <= 0 || left < drops / 20) {
            return;
        }
        long errors =
                ICMP_ERRORS.stream().mapToLong(name -> facts.host().of(name)).reduce(0, Growth::plus);
        boolean fits = errors >= left;
        List<String> evidence = new ArrayList<>(List.of(
                "TcpExt.ListenDrops grew by " + drops + ", and the counters of full queues (TcpExt.ListenOverflows,"
                        + " TcpExt.TCPReqQFullDrop) by " + overflows + ".",
                "ICMP errors received grew by " + errors + "."));
        Severity severity = severity(Cause.HandshakeAborted, "Tcp", left, evidence);
        List<String> against = against(true);
        if (!fits) {
            against.add(
                    "There were fewer ICMP errors than listen drops: allocation failures, a missing route or a security"
                            + " module are possible as well.");
        }
        verdicts.add(writer.fromCounters(
                Cause.HandshakeAborted,
                "Tcp",
                List.of(),
                severity,
                fits ? Confidence.Medium : Confidence.Low,
                left,
                facts.host().spelled(LISTEN_DROPS),
                Wording.share(left, drops),
                evidence,
                against,
                hostPlaceholders("Tcp", left)));
    }

    /** Counters of an interface other than rx_dropped and tx_dropped that prove a cause. */
    private void linkCounters(InterfaceObservation link, List<Draft> fromEvents, List<Verdict> verdicts) {
        Growth growth = facts.growthOf(link.name());
        Map<Cause, List<Part>> parts = new TreeMap<>();
        for (CounterEntry entry : facts.catalog().counters()) {
            Cause alone = entry.alone();
            if (alone == null
                    || !Character.isLowerCase(entry.name().charAt(0))
                    || entry.name().contains(".")) {
                continue;
            }
            long explained = facts.book()
                    .account(link.name(), entry.name())
                    .map(Account::explained)
                    .orElse(0L);
            long left = growth.of(entry.name()) - explained;
            boolean same = fromEvents.stream()
                    .anyMatch(verdict ->
                            verdict.cause() == alone && verdict.interfaces().contains(link.name()));
            if (left > 0 && left >= growth.of(entry.name()) / 20 && !(same && explained > 0)) {
                parts.computeIfAbsent(alone, cause -> new ArrayList<>()).add(new Part(entry.name(), left));
            }
        }
        parts.forEach((cause, list) -> verdicts.add(ofLink(link, growth, cause, list)));
    }

    private Verdict ofLink(InterfaceObservation link, Growth growth, Cause cause, List<Part> parts) {
        Part main = parts.stream().max(Comparator.comparingLong(Part::deficit)).orElseThrow();
        List<String> evidence = new ArrayList<>();
        for (Part part : parts) {
            evidence.add(part.counter() + " of " + link.name() + " grew by " + growth.of(part.counter()) + ": "
                    + facts.catalog()
                            .counter(part.counter())
                            .map(CounterEntry::means)
                            .orElse(""));
        }
        Severity severity = severity(cause, null, main.deficit(), evidence);
        return writer.fromCounters(
                cause,
                null,
                List.of(link.name()),
                severity,
                Confidence.Medium,
                main.deficit(),
                main.counter(),
                Wording.share(main.deficit(), growth.of(main.counter())),
                evidence,
                against(true).stream().filter(line -> !facts.watched()).toList(),
                linkPlaceholders(link, main.deficit(), main.counter()));
    }

    private Placeholders linkPlaceholders(InterfaceObservation link, long count, String counter) {
        Placeholders fill = new Subject(facts, new Suspicion(Cause.Unexplained, null, null))
                .placeholders(null, null, count)
                .word("where", link.name())
                .word("driverCounter", " (" + counter + ")")
                .value("interface", link.name(), Placeholders.INTERFACE);
        if (link.rings() != null && link.rings().rxMaximum() > link.rings().rx()) {
            fill.value("ring", Integer.toString(link.rings().rx()), Placeholders.NUMBER)
                    .value("ringMaximum", Integer.toString(link.rings().rxMaximum()), Placeholders.NUMBER);
        }
        return fill;
    }

    /** Drops that the device admits in its own statistics and that no verdict names yet. */
    private void deviceLosses(InterfaceObservation link, List<Verdict> verdicts) {
        DriverEntry driver = driver(link);
        boolean told = verdicts.stream()
                .anyMatch(verdict -> verdict.cause() == Cause.DeviceQueueOverrun
                        && verdict.interfaces().contains(link.name()));
        if (driver == null || told) {
            return;
        }
        Map<String, Long> grew = DriverStatistics.growing(Growth.over(link.driverCounters()), driver.deviceDrops());
        long sum = grew.values().stream().mapToLong(Long::longValue).reduce(0, Growth::plus);
        if (sum <= 0) {
            return;
        }
        String counters = Wording.list(
                grew.entrySet().stream()
                        .map(entry -> entry.getKey() + " by " + entry.getValue())
                        .toList(),
                6);
        List<String> evidence = new ArrayList<>(List.of("The device's own statistics grew: " + counters + "."));
        Severity severity = severity(Cause.DeviceQueueOverrun, null, sum, evidence);
        verdicts.add(writer.fromCounters(
                Cause.DeviceQueueOverrun,
                null,
                List.of(link.name()),
                severity,
                Confidence.Medium,
                sum,
                grew.keySet().iterator().next(),
                100,
                evidence,
                List.of(),
                linkPlaceholders(link, sum, grew.keySet().iterator().next())));
    }

    /** What the driver's and the device's own statistics account for in rx_dropped and tx_dropped. */
    private void driverParts(List<Verdict> verdicts) {
        for (Account account : facts.book().dropped()) {
            if (account.mirrored() == 0) {
                driverPart(account, Cause.XdpDrop, verdicts);
                driverPart(account, Cause.DriverDrop, verdicts);
                driverPart(account, Cause.DeviceQueueOverrun, verdicts);
            }
        }
    }

    private void driverPart(Account account, Cause cause, List<Verdict> verdicts) {
        List<Claim> claims = account.claims().stream()
                .filter(claim -> claim.group() == null && claim.cause() == cause)
                .toList();
        long count = claims.stream().mapToLong(Claim::count).reduce(0, Growth::plus);
        if (count == 0) {
            return;
        }
        InterfaceObservation link = account.link();
        String statistics = statistics(account, cause);
        List<String> evidence = new ArrayList<>(List.of(
                account.counter() + " of " + link.name() + " grew by " + account.grew() + ".",
                "Statistics of the driver (ethtool -S) account for " + count + " of that: " + statistics + "."));
        boolean exact = claims.stream().allMatch(Claim::certain);
        verdicts.add(writer.fromCounters(
                cause,
                null,
                List.of(link.name()),
                severity(cause, null, count, evidence),
                exact && account.unexplained() == 0 && facts.lost() == 0 ? Confidence.High : Confidence.Medium,
                count,
                account.counter(),
                Wording.share(count, account.grew()),
                evidence,
                exact
                        ? List.of()
                        : List.of("That these statistics are part of " + account.counter()
                                + " is told from what was left unexplained."),
                linkPlaceholders(link, count, statistics)));
    }

    private String statistics(Account account, Cause cause) {
        InterfaceObservation link = account.link();
        DriverEntry driver = driver(link);
        if (driver == null) {
            return "";
        }
        String byProgram = grown(link, driver.xdpDrops());
        return switch (cause) {
            case XdpDrop -> byProgram;
            case DriverDrop ->
                account.counter().equals("tx_dropped")
                        ? grown(link, driver.txDrops())
                        : grown(link, driver.rxDrops()) + (byProgram.isEmpty() ? "" : ", without " + byProgram);
            default -> grown(link, driver.deviceDrops());
        };
    }

    private static String grown(InterfaceObservation link, List<Pattern> patterns) {
        Map<String, Long> grew = DriverStatistics.growing(Growth.over(link.driverCounters()), patterns);
        return Wording.list(
                grew.entrySet().stream()
                        .map(entry -> entry.getKey() + " by " + entry.getValue())
                        .toList(),
                6);
    }

    private @Nullable DriverEntry driver(InterfaceObservation link) {
        return facts.catalog()
                .driver(link.driver() == null ? null : link.driver().name(), link.kind())
                .orElse(null);
    }

    private void hostSideLoss(List<Verdict> verdicts) {
        long again = facts.host().of("Tcp.RetransSegs");
        long sent = facts.host().of("Tcp.OutSegs");
        boolean virtual = facts.observation().interfaces().stream()
                .anyMatch(link -> link.driver() != null
                        && VIRTUAL_DRIVERS.contains(link.driver().name()));
        if (!virtual || again < ENOUGH_RETRANSMISSIONS || again < MANY_RETRANSMISSIONS * sent) {
            return;
        }
        List<String> evidence = new ArrayList<>(List.of(
                new Health(facts.host()).retransmissions() + ".",
                "No counter of this machine shows a loss that would explain it."));
        if (facts.host().of("softnet.time_squeeze") > 0) {
            evidence.add("softnet time_squeeze grew by " + facts.host().of("softnet.time_squeeze")
                    + ": this machine ran out of time while it took packets in.");
        }
        Severity severity = severity(Cause.HostSideLoss, "Tcp", again, evidence);
        verdicts.add(writer.fromCounters(
                Cause.HostSideLoss,
                "Tcp",
                List.of(),
                severity,
                Confidence.Low,
                again,
                facts.host().spelled("Tcp.RetransSegs"),
                null,
                evidence,
                List.of("Loss anywhere on the path looks the same from here."),
                hostPlaceholders("Tcp", again)));
    }
}
