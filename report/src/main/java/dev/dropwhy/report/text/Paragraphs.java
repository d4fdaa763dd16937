package dev.dropwhy.report.text;

import dev.dropwhy.report.document.CleanText;
import java.util.ArrayList;
import java.util.List;

/** Breaks text into lines of at most so many columns, with an indent of its own for the lines after the first. */
public final class Paragraphs {

    private Paragraphs() {}

    /**
     * Breaks at blanks; words longer than a line stay whole, so that addresses and paths can be copied.
     *
     * @param first what the first line starts with
     * @param indent what the following lines start with
     * @param text one paragraph
     * @param width columns
     */
    public static List<String> wrap(String first, String indent, String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(first);
        boolean empty = true;
        for (String word : CleanText.of(text).split(" +", -1)) {
            if (!empty && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line = new StringBuilder(indent);
                empty = true;
            }
            if (!empty) {
                line.append(' ');
            }
            line.append(word);
            empty = false;
        }
        lines.add(line.toString());
        return lines;
    }
}
