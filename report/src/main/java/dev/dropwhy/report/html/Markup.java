package dev.dropwhy.report.html;

import dev.dropwhy.report.document.CleanText;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes HTML. Names of elements and attributes are the program's own; text and values of attributes may be anybody's and
 * are cleaned and escaped here, so that no caller can forget it.
 */
final class Markup {

    private final StringBuilder out = new StringBuilder(16_384);
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * Begins an element.
     *
     * @param name its name
     * @param attributes names and values in turn
     */
    Markup open(String name, String... attributes) {
        tag(name, attributes);
        open.push(name);
        return this;
    }

    /** An element that has no end, such as meta. */
    Markup single(String name, String... attributes) {
        tag(name, attributes);
        out.append('\n');
        return this;
    }

    /** An element with text only. */
    Markup leaf(String name, String text, String... attributes) {
        return open(name, attributes).text(text).close();
    }

    Markup text(String text) {
        escape(text);
        return this;
    }

    /** Ends a line of preformatted text. */
    Markup line() {
        out.append('\n');
        return this;
    }

    /** Ends the element that was begun last. */
    Markup close() {
        String name = open.pop();
        out.append("</").append(name).append('>');
        if (!name.equals("strong") && !name.equals("span") && !name.equals("code")) {
            out.append('\n');
        }
        return this;
    }

    /** The program's own style sheet, as it is. */
    Markup style(String sheet) {
        out.append("<style>").append(sheet).append("</style>\n");
        return this;
    }

    /** The page; every element must be closed. */
    String page() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("not closed: " + open);
        }
        return "<!DOCTYPE html>\n" + out;
    }

    private void tag(String name, String... attributes) {
        out.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
        out.append('>');
    }

    private void escape(String text) {
        String clean = CleanText.of(text);
        for (int i = 0; i < clean.length(); i++) {
            char c = clean.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
    }
}
