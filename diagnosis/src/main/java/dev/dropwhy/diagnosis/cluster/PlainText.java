package dev.dropwhy.diagnosis.cluster;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Text that a terminal and the API server take: no control or formatting characters (escape sequences, bidirectional
 * overrides, line breaks), no half surrogates, and no longer than the field allows.
 */
final class PlainText {

    private static final char ELLIPSIS = '…';

    /** Characters looked at for each character kept: a megabyte of escapes costs no more than a screenful. */
    private static final int SCAN_FACTOR = 4;

    private PlainText() {}

    /** Cleans a text; null stays null. */
    static @Nullable String orNull(@Nullable String text, int maximum) {
        return text == null ? null : of(text, maximum);
    }

    /** Cleans a text. */
    static String of(String text, int maximum) {
        if (text.length() <= maximum && text.codePoints().allMatch(PlainText::isPlain)) {
            return text;
        }
        var plain = new StringBuilder(Math.min(text.length(), maximum + 1));
        int end = (int) Math.min(text.length(), (long) maximum * SCAN_FACTOR);
        for (int i = 0; i < end && plain.length() <= maximum; ) {
            int codePoint = text.codePointAt(i);
            i += Character.charCount(codePoint);
            if (isPlain(codePoint)) {
                plain.appendCodePoint(codePoint);
            } else if (Character.isWhitespace(codePoint)) {
                plain.append(' ');
            }
        }
        return cut(plain, maximum, end < text.length());
    }

    /** Cleans a list: blank entries and what exceeds the maximum count go. */
    static List<String> list(List<String> texts, int maximumCount, int maximumLength) {
        return texts.stream()
                .filter(Objects::nonNull)
                .map(text -> of(text, maximumLength))
                .filter(text -> !text.isBlank())
                .limit(maximumCount)
                .toList();
    }

    private static String cut(StringBuilder plain, int maximum, boolean more) {
        if (plain.length() <= maximum && !more) {
            return plain.toString();
        }
        int end = Math.min(plain.length(), maximum - 1);
        if (end > 0 && Character.isHighSurrogate(plain.charAt(end - 1))) {
            end--;
        }
        return plain.substring(0, end) + ELLIPSIS;
    }

    private static boolean isPlain(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
