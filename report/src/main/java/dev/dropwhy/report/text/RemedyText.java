package dev.dropwhy.report.text;

import dev.dropwhy.api.Remedy;
import dev.dropwhy.report.document.CleanText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One remedy as text: what to do, its commands, and what they cost, how to see that they helped and how to take them back.
 *
 * @param style terminal or not
 * @param indent blanks before each line
 */
public record RemedyText(Style style, String indent) {

    /** The lines of an item of a list. */
    public List<String> lines(Remedy remedy) {
        List<String> lines =
                new ArrayList<>(Paragraphs.wrap(indent + "- ", indent + "  ", remedy.action(), style.width()));
        remedy.commands().forEach(command -> lines.add(indent + "    " + style.bold("$ " + CleanText.of(command))));
        detail(lines, "Side effect: ", remedy.sideEffect());
        detail(lines, "Verify: ", remedy.verify());
        detail(lines, "Undo: ", remedy.undo());
        return lines;
    }

    private void detail(List<String> lines, String label, @Nullable String text) {
        if (text != null) {
            lines.addAll(Paragraphs.wrap(indent + "  ", indent + "    ", label + text, style.width()));
        }
    }
}
