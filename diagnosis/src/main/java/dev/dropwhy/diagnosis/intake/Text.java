package dev.dropwhy.diagnosis.intake;

import org.jspecify.annotations.Nullable;

/** Text from outside, made safe to print and to store: one line, no control or format characters, bounded. */
public final class Text {

    private static final String ELLIPSIS = "…";

    private Text() {}

    /**
     * Makes text safe.
     *
     * @param text anything
     * @param maximum most UTF-16 units that the result has; what is cut is shown by an ellipsis
     */
    public static String clean(@Nullable String text, int maximum) {
        if (text == null) {
            return "";
        }
        if (text.length() <= maximum && isPlain(text)) {
            return text;
        }
        String head = text.length() > 4 * maximum ? text.substring(0, 4 * maximum) : text;
        StringBuilder out = new StringBuilder(Math.min(head.length(), maximum));
        head.codePoints().map(Text::printable).forEach(out::appendCodePoint);
        String line = out.toString().strip();
        if (line.length() <= maximum) {
            return line;
        }
        int cut = maximum - ELLIPSIS.length();
        return line.substring(0, Character.isHighSurrogate(line.charAt(cut - 1)) ? cut - 1 : cut) + ELLIPSIS;
    }

    /** Most text is ASCII that prints, without blanks at its ends, and needs no copy. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return text.isEmpty() || (text.charAt(0) != ' ' && text.charAt(text.length() - 1) != ' ');
    }

    /** As {@link #clean}, and absent stays absent. */
    public static @Nullable String cleanOrNull(@Nullable String text, int maximum) {
        return text == null ? null : clean(text, maximum);
    }

    private static int printable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> ' ';
            default -> codePoint;
        };
    }
}
