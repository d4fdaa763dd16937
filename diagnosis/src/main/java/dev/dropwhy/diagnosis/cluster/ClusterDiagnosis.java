package dev.dropwhy.diagnosis.cluster;

import dev.dropwhy.api.Cause;
import dev.dropwhy.api.NodeDropReportStatus;
import dev.dropwhy.api.Totals;
import dev.dropwhy.api.Verdict;
import dev.dropwhy.diagnosis.catalog.Catalog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The diagnosis across nodes. Pure and deterministic: the same reports give the same findings, in whatever order they
 * come; never throws, whatever a report claims.
 *
 * <p>Findings of one cause, protocol and speaker become one verdict. Its count, bytes and rate are the sums over its
 * nodes; its severity the worst; its confidence the weakest, and never more than the share of nodes that reported allows;
 * its rhythm what they agree on; its share that of its counter on the nodes and interfaces concerned.
 */
public final class ClusterDiagnosis {

    /** Bytes of JSON that the verdicts take at most: etcd takes 1.5 MiB, and a person reads a page. */
    public static final int MAXIMUM_BYTES = 64 * 1024;

    private static final int HALF = 50;

    private final WantedBy handlers;
    private final CatalogRemedies remedies;
    private final CatalogSentence sentence;

    /** With the catalog that this release ships, read once. */
    public ClusterDiagnosis() {
        this(Shipped.HANDLERS, Shipped.REMEDIES, Shipped.SENTENCE);
    }

    /**
     * @param catalog tells which handlers could take a protocol's frames, and which sentences and remedies a cause has:
     *     nodes may claim no others
     */
    public ClusterDiagnosis(Catalog catalog) {
        this(new WantedBy(catalog.protocols()), new CatalogRemedies(catalog), new CatalogSentence(catalog));
    }

    private ClusterDiagnosis(WantedBy handlers, CatalogRemedies remedies, CatalogSentence sentence) {
        this.handlers = handlers;
        this.remedies = remedies;
        this.sentence = sentence;
    }

    private static final class Shipped {
        private static final Catalog CATALOG = Catalog.load();
        static final WantedBy HANDLERS = new WantedBy(CATALOG.protocols());
        static final CatalogRemedies REMEDIES = new CatalogRemedies(CATALOG);
        static final CatalogSentence SENTENCE = new CatalogSentence(CATALOG);
    }

    /**
     * Diagnoses.
     *
     * @param reports final reports by node name, each checked to answer this investigation
     * @param missing nodes that were asked and have not reported, or could not observe, each with the reason as a phrase:
     *     {@code no report before the deadline}; a node that is in {@code reports} too counts as reported
     * @return headline, totals and verdicts
     */
    public ClusterFindings diagnose(Map<String, NodeDropReportStatus> reports, Map<String, String> missing) {
        var sorted = new TreeMap<String, NodeDropReportStatus>(reports);
        var absent = new TreeMap<String, String>(missing);
        absent.keySet().removeAll(sorted.keySet());
        var coverage = new Coverage(sorted.size(), absent);
        Totals totals = sorted.values().stream().map(Amounts::of).reduce(Amounts.NOTHING, Amounts::plus);
        List<FindingGroup> groups = FindingGroup.of(findings(sorted));
        List<Verdict> verdicts = withinBytes(worst(groups, totals, new GroupVerdict(sorted, coverage, handlers)));
        String headline = Headline.of(verdicts, groups.size() - verdicts.size(), totals, coverage);
        return new ClusterFindings(headline, totals, verdicts);
    }

    private List<Finding> findings(SortedMap<String, NodeDropReportStatus> reports) {
        var findings = new ArrayList<Finding>();
        reports.forEach((node, report) -> ApiBounds.verdicts(report.verdicts())
                .forEach(verdict -> findings.add(new Finding(node, genuine(verdict)))));
        return findings;
    }

    /** The verdict without what only the node says that people may do. */
    private Verdict genuine(Verdict claimed) {
        return claimed.reworded(
                sentence.of(claimed), claimed.evidence(), claimed.counterEvidence(), remedies.of(claimed));
    }

    private static List<Verdict> worst(List<FindingGroup> groups, Totals totals, GroupVerdict verdict) {
        return groups.stream()
                .sorted(worstFirst(totals))
                .limit(ApiBounds.VERDICTS)
                .map(verdict::of)
                .toList();
    }

    /** Where less than half of the counted drops is explained, that comes before what is. */
    private static Comparator<FindingGroup> worstFirst(Totals totals) {
        boolean mostlyUnexplained = Amounts.percent(totals.explained(), totals.dropped()) < HALF;
        return Comparator.comparing(
                        (FindingGroup group) -> mostlyUnexplained && group.cause() == Cause.Unexplained,
                        Comparator.reverseOrder())
                .thenComparing(group -> group.foremost().verdict().severity(), Comparator.reverseOrder())
                .thenComparing(FindingGroup::count, Comparator.reverseOrder())
                .thenComparing(FindingGroup::cause)
                .thenComparing(FindingGroup::protocol)
                .thenComparing(group -> group.speakers().first());
    }

    /** Gives up detail from the least verdict upwards until all of them fit, and in the end whole verdicts. */
    private static List<Verdict> withinBytes(List<Verdict> verdicts) {
        var fitted = new ArrayList<Verdict>(verdicts);
        int bytes = SerializedSize.of(fitted);
        for (Detail detail : Detail.values()) {
            for (int i = fitted.size() - 1; i >= 0 && bytes > MAXIMUM_BYTES; i--) {
                int before = SerializedSize.of(fitted.get(i));
                fitted.set(i, detail.of(fitted.get(i)));
                bytes -= before - SerializedSize.of(fitted.get(i));
            }
        }
        while (bytes > MAXIMUM_BYTES && fitted.size() > 1) {
            bytes -= SerializedSize.of(fitted.removeLast());
        }
        return fitted;
    }
}
