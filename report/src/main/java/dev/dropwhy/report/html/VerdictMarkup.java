package dev.dropwhy.report.html;

import dev.dropwhy.api.Remedy;
import dev.dropwhy.api.Severity;
import dev.dropwhy.api.Verdict;
import dev.dropwhy.report.document.Wording;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A verdict on the page.
 *
 * @param page the page
 */
record VerdictMarkup(Markup page) {

    void write(int number, Verdict verdict) {
        page.open(
                "article",
                "class",
                "verdict " + verdict.severity().name().toLowerCase(Locale.ROOT),
                "id",
                "verdict-" + number);
        page.open("h3").text(number + ". ");
        severity(page, verdict.severity());
        page.text(" " + Wording.subject(verdict)).close();
        page.leaf("p", verdict.statement(), "class", "statement");
        page.leaf("p", Wording.size(verdict), "class", "size");
        if (verdict.speaker() != null) {
            page.open("p", "class", "size")
                    .leaf("strong", "Speaker: ")
                    .text(Wording.speaker(verdict.speaker()))
                    .close();
        }
        list("Speaks for it", verdict.evidence());
        list("Speaks against it, or limits it", verdict.counterEvidence());
        if (!verdict.remedies().isEmpty()) {
            page.leaf("h4", "What to do, preferred first").open("ol", "class", "remedies");
            verdict.remedies().forEach(this::remedy);
            page.close();
        }
        page.close();
    }

    /** The severity as a word on its colour: nothing is told by colour alone. */
    static void severity(Markup page, Severity severity) {
        page.leaf("span", severity.name(), "class", "badge " + severity.name().toLowerCase(Locale.ROOT));
    }

    private void list(String heading, List<String> sentences) {
        if (sentences.isEmpty()) {
            return;
        }
        page.leaf("h4", heading).open("ul");
        sentences.forEach(sentence -> page.leaf("li", sentence));
        page.close();
    }

    private void remedy(Remedy remedy) {
        page.open("li").leaf("p", remedy.action());
        remedy.commands()
                .forEach(command -> page.open("pre").leaf("code", command).close());
        detail("Side effect", remedy.sideEffect());
        detail("Verify", remedy.verify());
        detail("Undo", remedy.undo());
        page.close();
    }

    private void detail(String label, @Nullable String text) {
        if (text != null) {
            page.open("p", "class", "detail")
                    .leaf("strong", label + ": ")
                    .text(text)
                    .close();
        }
    }
}
