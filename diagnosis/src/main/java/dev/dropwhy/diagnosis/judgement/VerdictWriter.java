package dev.dropwhy.diagnosis.judgement;

import dev.dropwhy.api.Cadence;
import dev.dropwhy.api.Cause;
import dev.dropwhy.api.Confidence;
import dev.dropwhy.api.Remedy;
import dev.dropwhy.api.Severity;
import dev.dropwhy.api.Speaker;
import dev.dropwhy.api.Verdict;
import dev.dropwhy.diagnosis.catalog.CauseEntry;
import dev.dropwhy.diagnosis.catalog.LinkProtocol;
import dev.dropwhy.diagnosis.catalog.RemedyTemplate;
import dev.dropwhy.diagnosis.intake.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes verdicts of suspicions, within the bounds of the API. */
final class VerdictWriter {

    static final int STATEMENT = 512;
    static final int LINE = 512;
    static final int LINES = 16;
    private static final int INTERFACES = 16;
    private static final int REMEDIES = 8;
    private static final int NAME = 32;
    private static final String INFERRED = " A tap test infers it; no drop event was seen.";

    private final Case facts;
    private final SeverityJudge severityJudge;

    VerdictWriter(Case facts) {
        this.facts = facts;
        this.severityJudge = new SeverityJudge(facts);
    }

    /** Judges a suspicion; its words are found when they are asked for. */
    Draft draft(Suspicion suspicion) {
        Rhythm rhythm = new Rhythm(facts, suspicion);
        Coverage coverage = Coverage.of(facts, suspicion);
        long count = suspicion.count() - coverage.outside();
        Finding finding = severityJudge.judge(suspicion, perSecond(count));
        Confidence confidence = new ConfidenceJudge(facts).judge(suspicion, coverage, rhythm);
        boolean linkLayer = facts.catalog().cause(suspicion.cause()).linkLayer();
        return new Draft(
                suspicion.cause(),
                suspicion.protocol(),
                linkLayer ? suspicion.source() : null,
                finding.severity(),
                confidence,
                count,
                interfaces(suspicion, coverage),
                () -> write(suspicion, rhythm.cadence(), finding, coverage, confidence));
    }

    private Verdict write(
            Suspicion suspicion, @Nullable Cadence cadence, Finding finding, Coverage coverage, Confidence confidence) {
        finding.counterEvidence().addAll(SeverityJudge.rhythm(suspicion, cadence));
        long count = suspicion.count() - coverage.outside();
        Subject subject = new Subject(facts, suspicion);
        Speaker speaker = subject.speaker();
        EvidenceWriter writer = new EvidenceWriter(facts);
        List<String> interfaces = interfaces(suspicion, coverage);
        Placeholders fill = subject.placeholders(speaker, cadence, count);
        fill.word("where", Wording.where(interfaces));
        interfaces.stream()
                .filter(name -> suspicion.interfaces().isEmpty()
                        || suspicion.interfaces().contains(name))
                .findFirst()
                .ifPresent(name -> fill.value("interface", name, Placeholders.INTERFACE));
        CauseEntry entry = facts.catalog().cause(suspicion.cause());
        return new Verdict(
                suspicion.cause(),
                finding.severity(),
                confidence,
                fill.word("count", Long.toString(count))
                        .sentence(suspicion.inferred() ? entry.statement() + INFERRED : entry.statement(), STATEMENT),
                Text.cleanOrNull(suspicion.protocol(), NAME),
                speaker,
                interfaces,
                null,
                List.of(),
                count,
                suspicion.bytes(),
                perSecond(count),
                cadence,
                Text.cleanOrNull(coverage.counter(), 64),
                coverage.share(),
                lines(finding.evidence(), writer.evidence(suspicion, coverage, cadence)),
                lines(finding.counterEvidence(), writer.counterEvidence(suspicion, coverage)),
                remedies(entry, suspicion, finding.severity(), fill));
    }

    double perSecond(long count) {
        return Math.round(count / facts.seconds() * 1000) / 1000.0;
    }

    /** The interfaces that are charged where the events name another, else those that the events name. */
    private static List<String> interfaces(Suspicion suspicion, Coverage coverage) {
        List<String> names = coverage.isOfInterface()
                ? coverage.accounts().stream()
                        .map(account -> account.link().name())
                        .distinct()
                        .toList()
                : suspicion.interfaces();
        return names.stream()
                .map(name -> Text.clean(name, NAME))
                .limit(INTERFACES)
                .toList();
    }

    static List<String> lines(List<String> first, List<String> then) {
        return Stream.concat(first.stream(), then.stream())
                .map(line -> Text.clean(line, LINE))
                .filter(line -> !line.isEmpty())
                .distinct()
                .limit(LINES)
                .toList();
    }

    private static List<Remedy> remedies(CauseEntry entry, Suspicion suspicion, Severity severity, Placeholders fill) {
        LinkProtocol known = entry.speakers() ? suspicion.known() : null;
        List<Remedy> remedies = new ArrayList<>();
        List<RemedyTemplate> own = known == null ? List.of() : known.remedies();
        // A filter on the host is no cure where the host needs the protocol.
        List<RemedyTemplate> general =
                new ArrayList<>(severity == Severity.Problem && !own.isEmpty() ? List.of() : entry.remedies());
        if (own.isEmpty()) {
            fill.value("nothingSpecific", "yes", Placeholders.WORD);
        }
        if (suspicion.cause() == Cause.UnhandledLinkProtocol && !general.isEmpty()) {
            RemedyTemplate accept = general.removeFirst();
            if (severity == Severity.Benign) {
                fill.remedy(accept).ifPresent(remedies::add);
            }
        }
        Stream.concat(own.stream(), general.stream())
                .map(fill::remedy)
                .flatMap(Optional::stream)
                .forEach(remedies::add);
        return remedies.stream().limit(REMEDIES).toList();
    }

    static List<Remedy> remedies(List<RemedyTemplate> templates, Placeholders fill) {
        return templates.stream()
                .map(fill::remedy)
                .flatMap(Optional::stream)
                .limit(REMEDIES)
                .toList();
    }

    /** A verdict that rests on counters alone. */
    Verdict fromCounters(
            Cause cause,
            @Nullable String protocol,
            List<String> interfaces,
            Severity severity,
            Confidence confidence,
            long count,
            String counter,
            @Nullable Integer share,
            List<String> evidence,
            List<String> counterEvidence,
            Placeholders fill) {
        CauseEntry entry = facts.catalog().cause(cause);
        return new Verdict(
                cause,
                severity,
                confidence,
                fill.word("count", Long.toString(count)).sentence(entry.statement(), STATEMENT),
                Text.cleanOrNull(protocol, NAME),
                null,
                interfaces.stream()
                        .map(name -> Text.clean(name, NAME))
                        .limit(INTERFACES)
                        .toList(),
                null,
                List.of(),
                count,
                0,
                perSecond(count),
                null,
                Text.clean(counter, 64),
                share,
                lines(evidence, List.of()),
                lines(counterEvidence, List.of()),
                remedies(entry.remedies(), fill));
    }
}
