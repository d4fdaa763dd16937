package dev.dropwhy.agent.frames;

/**
 * Text out of a frame, made safe for terminals, JSON and Kubernetes: a stranger wrote it, and it may hold escape
 * sequences, line feeds, invisible or direction-changing characters.
 */
final class PrintableText {

    /** The most bytes that one character takes in UTF-8. */
    static final int UTF_8_BYTES = 4;

    private PrintableText() {}

    /**
     * Keeps what is visible. Runs of blanks become one space, every other invisible character a question mark.
     *
     * @param raw what the frame says
     * @param maximum the longest result, in UTF-16 units
     */
    static String of(String raw, int maximum) {
        StringBuilder text = new StringBuilder(Math.min(raw.length(), maximum));
        boolean blank = false;
        for (int i = 0; i < raw.length(); ) {
            int c = raw.codePointAt(i);
            i += Character.charCount(c);
            if (c == 0) {
                break;
            }
            if (c == ' ' || (c < ' ' && Character.isWhitespace(c)) || c == 0xa0) {
                blank = !text.isEmpty();
                continue;
            }
            int shown = visible(c) ? c : '?';
            if (text.length() + (blank ? 1 : 0) + Character.charCount(shown) > maximum) {
                break;
            }
            if (blank) {
                text.append(' ');
                blank = false;
            }
            text.appendCodePoint(shown);
        }
        return text.toString();
    }

    private static boolean visible(int c) {
        if (c > ' ' && c < 0x7f) {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK -> false;
            default -> c != 0xfffd;
        };
    }
}
