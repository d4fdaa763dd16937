package dev.dropwhy.diagnosis.cluster;

import dev.dropwhy.api.Confidence;
import dev.dropwhy.api.NodeDropReportStatus;
import dev.dropwhy.api.Remedy;
import dev.dropwhy.api.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Makes one verdict of what many nodes found about one cause, protocol and speaker. */
final class GroupVerdict {

    private static final int OWN_LINES = 6;
    private static final int REMEDIES = 4;

    private final SortedMap<String, NodeDropReportStatus> reports;
    private final Coverage coverage;
    private final NodeDifferences differences;

    GroupVerdict(SortedMap<String, NodeDropReportStatus> reports, Coverage coverage, WantedBy handlers) {
        this.reports = reports;
        this.coverage = coverage;
        this.differences = NodeDifferences.between(reports, handlers);
    }

    Verdict of(FindingGroup group) {
        int nodes = group.nodes().size();
        CadenceAgreement rhythm = CadenceAgreement.of(group.findings());
        CounterShare share = CounterShare.of(group, reports);
        return new Verdict(
                group.cause(),
                group.foremost().verdict().severity(),
                confidence(group),
                statement(group, nodes),
                group.protocol().isEmpty() ? null : group.protocol(),
                group.speakers().size() == 1 ? SpeakerIdentity.agreed(group.findings()) : null,
                interfaces(group),
                nodes,
                sampleNodes(group),
                group.count(),
                bytes(group),
                Amounts.rate(rate(group)),
                rhythm.cadence(),
                share.counter(),
                share.percent(),
                evidence(group, nodes),
                counterEvidence(group, nodes, rhythm),
                remedies(group));
    }

    private Confidence confidence(FindingGroup group) {
        Confidence weakest = group.findings().stream()
                .map(finding -> finding.verdict().confidence())
                .min(Comparator.naturalOrder())
                .orElse(Confidence.Low);
        return coverage.cap(weakest);
    }

    private String statement(FindingGroup group, int nodes) {
        String said = group.foremost().verdict().statement();
        if (coverage.targeted() == 1) {
            return said;
        }
        String where = "On " + nodes + " of " + NodeNames.count(coverage.reported()) + " ("
                + NodeNames.of(group.nodes()) + ")";
        String whole = nodes == 1
                ? where + ": " + said
                : where + ", " + group.count() + " packets in all; on "
                        + group.foremost().node() + ": " + said;
        return PlainText.of(whole, ApiBounds.SENTENCE);
    }

    private static List<String> interfaces(FindingGroup group) {
        var nodes = new TreeMap<String, Integer>();
        group.findings()
                .forEach(finding -> finding.verdict().interfaces().forEach(name -> nodes.merge(name, 1, Integer::sum)));
        return nodes.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(ApiBounds.INTERFACES)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static List<String> sampleNodes(FindingGroup group) {
        return group.findings().stream()
                .map(Finding::node)
                .distinct()
                .limit(ApiBounds.SAMPLE_NODES)
                .map(node -> PlainText.of(node, ApiBounds.NODE_NAME))
                .toList();
    }

    private static long bytes(FindingGroup group) {
        return group.findings().stream()
                .map(finding -> finding.verdict().bytes())
                .reduce(0L, Amounts::sum);
    }

    /** Findings are in a total order, so the rounding of this sum does not depend on the order of the nodes. */
    private static double rate(FindingGroup group) {
        double sum = 0;
        for (Finding finding : group.findings()) {
            sum += finding.verdict().perSecond();
        }
        return sum;
    }

    private List<String> evidence(FindingGroup group, int nodes) {
        var lines = new ArrayList<String>(differences.explain(group));
        lines.addAll(speakers(group));
        var digest = new EvidenceDigest();
        group.findings()
                .forEach(finding -> digest.add(finding.node(), finding.verdict().evidence()));
        lines.addAll(digest.lines(ApiBounds.LINES - OWN_LINES, nodes));
        return lines;
    }

    private List<String> counterEvidence(FindingGroup group, int nodes, CadenceAgreement rhythm) {
        var lines = new ArrayList<String>();
        if (!coverage.complete()) {
            lines.add(PlainText.of(coverage.sentence(), ApiBounds.SENTENCE));
        }
        differing("Severity", group, Verdict::severity).ifPresent(lines::add);
        differing("Confidence", group, Verdict::confidence).ifPresent(lines::add);
        if (rhythm.disagree()) {
            lines.add("The rhythm of the drops differs between nodes.");
        }
        var digest = new EvidenceDigest();
        group.findings()
                .forEach(finding -> digest.add(finding.node(), finding.verdict().counterEvidence()));
        lines.addAll(digest.lines(ApiBounds.LINES - OWN_LINES, nodes));
        return lines;
    }

    private static List<String> speakers(FindingGroup group) {
        if (group.speakers().size() > 1) {
            String some = String.join(", ", group.speakers().stream().limit(3).toList());
            return List.of(
                    PlainText.of(group.speakers().size() + " speakers, among them " + some + ".", ApiBounds.SENTENCE));
        }
        var ports = new LinkedHashMap<String, String>();
        for (Finding finding : group.findings()) {
            var speaker = finding.verdict().speaker();
            if (speaker != null && speaker.portId() != null) {
                ports.putIfAbsent(speaker.portId(), finding.node());
            }
        }
        if (ports.size() < 2) {
            return List.of();
        }
        List<String> some = ports.entrySet().stream()
                .limit(3)
                .map(port -> port.getKey() + " (" + PlainText.of(port.getValue(), ApiBounds.COUNTER_NAME) + ")")
                .toList();
        return List.of(PlainText.of(
                "It speaks from " + ports.size() + " ports, among them " + String.join(", ", some) + ".",
                ApiBounds.SENTENCE));
    }

    private static <E extends Enum<E>> Optional<String> differing(
            String what, FindingGroup group, Function<Verdict, E> grade) {
        var nodes = new TreeMap<E, TreeSet<String>>(Comparator.reverseOrder());
        group.findings()
                .forEach(finding -> nodes.computeIfAbsent(grade.apply(finding.verdict()), ignored -> new TreeSet<>())
                        .add(finding.node()));
        if (nodes.size() == 1) {
            return Optional.empty();
        }
        List<String> parts = nodes.entrySet().stream()
                .map(entry -> entry.getKey() + " on " + NodeNames.of(entry.getValue()))
                .toList();
        return Optional.of(PlainText.of(what + " differs: " + String.join("; ", parts) + ".", ApiBounds.SENTENCE));
    }

    /** The foremost node's remedies, then others that differ in what they do. */
    private static List<Remedy> remedies(FindingGroup group) {
        var byAction = new LinkedHashMap<String, Remedy>();
        for (Finding finding : group.findings()) {
            for (Remedy remedy : finding.verdict().remedies()) {
                if (byAction.size() < REMEDIES) {
                    byAction.putIfAbsent(remedy.action(), remedy);
                }
            }
        }
        return List.copyOf(byAction.values());
    }
}
