package dev.dropwhy.report.text;

import dev.dropwhy.api.Verdict;
import dev.dropwhy.report.document.CleanText;
import dev.dropwhy.report.document.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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
        lines.addAll(Paragraphs.wrap(INDENT, INDENT, Wording.size(verdict), style.width()));
        if (verdict.speaker() != null) {
            lines.addAll(Paragraphs.wrap(
                    INDENT, INDENT + "  ", "Speaker: " + Wording.speaker(verdict.speaker()), style.width()));
        }
        list(lines, "Speaks for it:", verdict.evidence());
        list(lines, "Speaks against it, or limits it:", verdict.counterEvidence());
        if (!verdict.remedies().isEmpty()) {
            lines.add(INDENT + "What to do, preferred first:");
            verdict.remedies().forEach(remedy -> lines.addAll(new RemedyText(style, INDENT).lines(remedy)));
        }
        return lines;
    }

    private void list(List<String> lines, String heading, List<String> sentences) {
        if (sentences.isEmpty()) {
            return;
        }
        lines.add(INDENT + heading);
        sentences.forEach(
                sentence -> lines.addAll(Paragraphs.wrap(INDENT + "- ", INDENT + "  ", sentence, style.width())));
    }
}
