package dev.dropwhy.agent.report;

import dev.dropwhy.diagnosis.catalog.Explanation;
import dev.dropwhy.report.document.CleanText;
import dev.dropwhy.report.text.Paragraphs;
import dev.dropwhy.report.text.RemedyText;
import dev.dropwhy.report.text.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogs know about a name, as text.
 *
 * @param style terminal or not
 */
public record ExplanationText(Style style) {

    private static final String INDENT = "  ";

    /** The entries one after the other; each line ends with a line feed. */
    public String of(List<Explanation> explanations) {
        List<String> lines = new ArrayList<>();
        for (Explanation explanation : explanations) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            entry(lines, explanation);
        }
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private void entry(List<String> lines, Explanation explanation) {
        lines.add(style.bold(CleanText.of(explanation.name())) + "  " + explanation.title());
        explanation
                .text()
                .forEach(paragraph -> lines.addAll(Paragraphs.wrap(INDENT, INDENT, paragraph, style.width())));
        if (explanation.severity() != null) {
            lines.add(INDENT + "Severity: "
                    + style.severity(
                            explanation.severity(), explanation.severity().name()));
        }
        names(lines, "Counted in: ", explanation.counters());
        said(lines, "Counted in: ", explanation.uncounted());
        names(lines, "Kernel drop reasons: ", explanation.reasons());
        names(lines, "Kernel functions: ", explanation.functions());
        said(lines, "Kernel functions: ", explanation.elsewhere());
        lines.add(INDENT + "Since when:");
        explanation
                .since()
                .forEach(sentence ->
                        lines.addAll(Paragraphs.wrap(INDENT + "- ", INDENT + INDENT, sentence, style.width())));
        names(lines, "See also: ", explanation.related());
        if (!explanation.remedies().isEmpty()) {
            lines.add(INDENT + "What to do, preferred first:");
            RemedyText text = new RemedyText(style, INDENT);
            explanation.remedies().forEach(template -> lines.addAll(text.lines(template.unfilled())));
        }
    }

    private void names(List<String> lines, String label, List<String> names) {
        if (!names.isEmpty()) {
            lines.addAll(Paragraphs.wrap(INDENT, INDENT + INDENT, label + String.join(", ", names), style.width()));
        }
    }

    private void said(List<String> lines, String label, @Nullable String text) {
        if (text != null) {
            lines.addAll(Paragraphs.wrap(INDENT, INDENT + INDENT, label + text, style.width()));
        }
    }
}
