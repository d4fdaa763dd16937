package dev.dropwhy.report.text;

import dev.dropwhy.api.Cadence;
import dev.dropwhy.api.Remedy;
import dev.dropwhy.api.Speaker;
import dev.dropwhy.api.Verdict;
import dev.dropwhy.report.document.CleanText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One verdict as text: severity, cause and size, then the statement, the evidence, and what to do.
 *
 * @param style terminal or not
 */
record VerdictText(Style style) {

    private static final String INDENT = "   ";

    List<String> lines(int number, Verdict verdict) {
        List<String> lines = new ArrayList<>();
        lines.add("%d. %s  %s%s"
                .formatted(
                        number,
                        style.severity(
                                verdict.severity(), verdict.severity().name().toUpperCase(Locale.ROOT)),
                        style.bold(verdict.cause().name()),
                        verdict.protocol() == null ? "" : " " + style.bold(CleanText.of(verdict.protocol()))));
        lines.addAll(Paragraphs.wrap(INDENT, INDENT, verdict.statement(), style.width()));
        lines.addAll(Paragraphs.wrap(INDENT, INDENT, size(verdict), style.width()));
        if (verdict.speaker() != null) {
            lines.addAll(
                    Paragraphs.wrap(INDENT, INDENT + "  ", "Speaker: " + speaker(verdict.speaker()), style.width()));
        }
        list(lines, "Speaks for it:", verdict.evidence());
        list(lines, "Speaks against it, or limits it:", verdict.counterEvidence());
        if (!verdict.remedies().isEmpty()) {
            lines.add(INDENT + "What to do, preferred first:");
            verdict.remedies().forEach(remedy -> remedy(lines, remedy));
        }
        return lines;
    }

    private static String size(Verdict verdict) {
        return Stream.of(
                        packets(verdict.count()) + (verdict.bytes() > 0 ? " (" + verdict.bytes() + " bytes)" : ""),
                        String.format(Locale.ROOT, "%.2f a second", verdict.perSecond()),
                        verdict.cadence() == null ? "" : cadence(verdict.cadence()),
                        verdict.share() == null || verdict.counter() == null
                                ? ""
                                : verdict.share() + " % of " + verdict.counter(),
                        verdict.interfaces().isEmpty() ? "" : "on " + String.join(", ", verdict.interfaces()),
                        "confidence " + verdict.confidence())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String packets(long count) {
        return count + (count == 1 ? " packet" : " packets");
    }

    private static String cadence(Cadence cadence) {
        String shape = cadence.shape().name().toLowerCase(Locale.ROOT);
        String period = cadence.periodMillis() == null
                ? ""
                : String.format(Locale.ROOT, " every %.2f s", cadence.periodMillis() / 1000.0);
        return shape + period + (cadence.matches() == null ? "" : " (" + cadence.matches() + ")");
    }

    private static String speaker(Speaker speaker) {
        return Stream.of(
                        speaker.systemName(),
                        speaker.portId() == null ? null : "port " + speaker.portId(),
                        speaker.mac() == null ? null : "MAC " + speaker.mac(),
                        speaker.bridgeId() == null ? null : "bridge " + speaker.bridgeId(),
                        speaker.description())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
    }

    private void list(List<String> lines, String heading, List<String> sentences) {
        if (sentences.isEmpty()) {
            return;
        }
        lines.add(INDENT + heading);
        sentences.forEach(
                sentence -> lines.addAll(Paragraphs.wrap(INDENT + "- ", INDENT + "  ", sentence, style.width())));
    }

    private void remedy(List<String> lines, Remedy remedy) {
        lines.addAll(Paragraphs.wrap(INDENT + "- ", INDENT + "  ", remedy.action(), style.width()));
        remedy.commands().forEach(command -> lines.add(INDENT + "    " + style.bold("$ " + CleanText.of(command))));
        detail(lines, "Side effect: ", remedy.sideEffect());
        detail(lines, "Verify: ", remedy.verify());
        detail(lines, "Undo: ", remedy.undo());
    }

    private void detail(List<String> lines, String label, @Nullable String text) {
        if (text != null) {
            lines.addAll(Paragraphs.wrap(INDENT + "  ", INDENT + "    ", label + text, style.width()));
        }
    }
}
