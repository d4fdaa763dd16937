package dev.dropwhy.report.document;

/**
 * Text from frames, files and the kernel, made fit for a terminal: control characters, line separators and the characters
 * that turn the writing direction become {@code ?}, so that a switch's name cannot move the cursor or disguise a command.
 */
public final class CleanText {

    private CleanText() {}

    /** The text with each harmful character replaced. */
    public static String of(String text) {
        if (text.codePoints().noneMatch(CleanText::isHarmful)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(point -> clean.appendCodePoint(isHarmful(point) ? '?' : point));
        return clean.toString();
    }

    private static boolean isHarmful(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}
