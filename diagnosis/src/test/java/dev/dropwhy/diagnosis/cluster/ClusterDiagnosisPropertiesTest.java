package dev.dropwhy.diagnosis.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.api.Cadence;
import dev.dropwhy.api.CadenceShape;
import dev.dropwhy.api.Cause;
import dev.dropwhy.api.Confidence;
import dev.dropwhy.api.CounterGrowth;
import dev.dropwhy.api.Direction;
import dev.dropwhy.api.EngineChoice;
import dev.dropwhy.api.EventSource;
import dev.dropwhy.api.HostFacts;
import dev.dropwhy.api.Ledger;
import dev.dropwhy.api.LedgerEntry;
import dev.dropwhy.api.NodeDropReportStatus;
import dev.dropwhy.api.Remedy;
import dev.dropwhy.api.Severity;
import dev.dropwhy.api.Speaker;
import dev.dropwhy.api.Totals;
import dev.dropwhy.api.Verdict;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds whatever nodes claim: every field of every report is arbitrary here. */
class ClusterDiagnosisPropertiesTest {

    private final ClusterDiagnosis diagnosis = new ClusterDiagnosis();

    @Property(tries = 300)
    void theOrderOfNodesDoesNotMatter(@ForAll("reports") Map<String, NodeDropReportStatus> reports, @ForAll long seed) {
        var names = new ArrayList<>(reports.keySet());
        Collections.shuffle(names, new Random(seed));
        var shuffled = new LinkedHashMap<String, NodeDropReportStatus>();
        names.forEach(name -> shuffled.put(name, reports.get(name)));

        assertThat(diagnosis.diagnose(shuffled, Map.of())).isEqualTo(diagnosis.diagnose(reports, Map.of()));
    }

    @Property(tries = 300)
    void totalsAreTheSumOfTheReportsAndBalance(@ForAll("reports") Map<String, NodeDropReportStatus> reports) {
        Totals totals = diagnosis.diagnose(reports, Map.of()).totals();

        BigInteger dropped = reports.values().stream()
                .map(report -> BigInteger.valueOf(Amounts.of(report).dropped()))
                .reduce(BigInteger.ZERO, BigInteger::add);
        assertThat(BigInteger.valueOf(totals.dropped())).isEqualTo(dropped.min(BigInteger.valueOf(Amounts.MAXIMUM)));
        assertThat(totals.explained() + totals.unexplained()).isEqualTo(totals.dropped());
        assertThat(totals.explained()).isNotNegative();
        assertThat(totals.unexplained()).isNotNegative();
        assertThat(totals.lostEvents()).isNotNegative();
    }

    @Property(tries = 300)
    void theResultIsWithinTheBoundsOfTheApi(
            @ForAll("reports") Map<String, NodeDropReportStatus> reports,
            @ForAll("missing") Map<String, String> missing) {
        ClusterFindings findings = diagnosis.diagnose(reports, missing);

        assertThat(findings.headline()).hasSizeBetween(1, 512);
        assertThat(findings.headline().codePoints().noneMatch(Character::isISOControl))
                .isTrue();
        assertThat(findings.verdicts()).hasSizeLessThanOrEqualTo(16);
        assertThat(SerializedSize.of(findings.verdicts())).isLessThanOrEqualTo(ClusterDiagnosis.MAXIMUM_BYTES);
        for (Verdict verdict : findings.verdicts()) {
            assertThat(ApiBounds.verdict(verdict)).as("already within bounds").isEqualTo(verdict);
            assertThat(verdict.perSecond()).isFinite().isNotNegative();
            assertThat(verdict.nodes()).isBetween(1, reports.size());
        }
    }

    @Property(tries = 200)
    void verdictsKeepTheCountOfEveryFindingWhereAllAreListed(
            @ForAll("reports") Map<String, NodeDropReportStatus> reports) {
        ClusterFindings findings = diagnosis.diagnose(reports, Map.of());
        if (findings.headline().contains("not listed") || findings.verdicts().size() == 16) {
            return;
        }
        BigInteger claimed = BigInteger.ZERO;
        for (NodeDropReportStatus report : reports.values()) {
            for (Verdict verdict : ApiBounds.verdicts(report.verdicts())) {
                claimed = claimed.add(BigInteger.valueOf(verdict.count()));
            }
        }
        BigInteger counted = findings.verdicts().stream()
                .map(verdict -> BigInteger.valueOf(verdict.count()))
                .reduce(BigInteger.ZERO, BigInteger::add);
        boolean saturated = findings.verdicts().stream().anyMatch(verdict -> verdict.count() == Amounts.MAXIMUM);
        if (!saturated) {
            assertThat(counted).isEqualTo(claimed);
        }
    }

    @Provide
    Arbitrary<Map<String, NodeDropReportStatus>> reports() {
        return Arbitraries.maps(Arbitraries.strings().alpha().ofLength(2), report())
                .ofMaxSize(12);
    }

    @Provide
    Arbitrary<Map<String, String>> missing() {
        return Arbitraries.maps(Arbitraries.strings().alpha().ofLength(3), text())
                .ofMaxSize(5);
    }

    static Arbitrary<NodeDropReportStatus> report() {
        Arbitrary<List<Verdict>> verdicts = verdict().list().ofMaxSize(20);
        return Arbitraries.randoms().flatMap(random -> verdicts.map(list -> arbitrary(random, list)));
    }

    private static NodeDropReportStatus arbitrary(Random random, List<Verdict> verdicts) {
        return new NodeDropReportStatus(
                text(random),
                text(random),
                null,
                null,
                List.of(),
                random.nextBoolean() ? null : new HostFacts(text(random), null, random.nextInt(), null, null),
                random.nextBoolean() ? null : new EngineChoice(one(random, EventSource.values()), text(random)),
                List.of(text(random), "0004 llc_rcv"),
                Map.of(text(random), text(random)),
                text(random),
                random.nextBoolean()
                        ? null
                        : new Totals(number(random), number(random), number(random), number(random)),
                List.of(new Ledger(
                        text(random),
                        one(random, Direction.values()),
                        number(random),
                        number(random),
                        number(random),
                        List.of(new LedgerEntry(one(random, Cause.values()), text(random), number(random))),
                        number(random),
                        number(random),
                        number(random),
                        List.of(new CounterGrowth("rx_dropped", number(random))))),
                verdicts,
                List.of(text(random)),
                List.of());
    }

    static Arbitrary<Verdict> verdict() {
        return Arbitraries.randoms().map(random -> {
            boolean small = random.nextInt(3) > 0;
            return new Verdict(
                    small ? Cause.UnhandledLinkProtocol : one(random, Cause.values()),
                    one(random, Severity.values()),
                    one(random, Confidence.values()),
                    text(random),
                    small ? "Lldp" : text(random),
                    random.nextBoolean()
                            ? null
                            : new Speaker(null, null, text(random), small ? "sw1" : text(random), null),
                    List.of("eth0", text(random)),
                    random.nextInt(),
                    List.of(text(random)),
                    number(random),
                    number(random),
                    one(random, new Double[] {
                        0.0, 1.5, -3.0, Double.NaN, Double.POSITIVE_INFINITY, Double.MAX_VALUE, random.nextDouble()
                    }),
                    random.nextBoolean()
                            ? null
                            : new Cadence(
                                    one(random, CadenceShape.values()), number(random), number(random), text(random)),
                    random.nextBoolean() ? null : "rx_dropped",
                    random.nextInt(),
                    texts(random),
                    texts(random),
                    List.of(new Remedy(text(random), texts(random), text(random), null, null)));
        });
    }

    static Arbitrary<String> text() {
        return Arbitraries.randoms().map(ClusterDiagnosisPropertiesTest::text);
    }

    private static List<String> texts(Random random) {
        var texts = new ArrayList<String>();
        int count = random.nextInt(24);
        for (int i = 0; i < count; i++) {
            texts.add(text(random));
        }
        return texts;
    }

    /** Short and long, plain and nasty: escapes, half surrogates, overrides, wide characters. */
    private static String text(Random random) {
        String[] pieces = {
            "a", "42 drops ", "\u001b[31m", "\n", "\0", "\ud83d", "\udc00", "\u202e", "漢字", "\ud83d\ude00", "é", "\""
        };
        int length = random.nextInt(10) == 0 ? random.nextInt(2000) : random.nextInt(8);
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }

    private static long number(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> Long.MAX_VALUE - random.nextInt(3);
            case 1 -> Long.MIN_VALUE;
            case 2 -> -random.nextInt(100);
            default -> random.nextInt(10_000);
        };
    }

    private static <T> T one(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }
}
