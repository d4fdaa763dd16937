package dev.dropwhy.report.text;

import dev.dropwhy.api.Severity;

/**
 * How text is set off on a terminal.
 *
 * @param colour whether escape sequences may be used at all
 * @param width columns of the terminal
 */
public record Style(boolean colour, int width) {

    private static final int NARROWEST = 60;
    private static final int WIDEST = 120;

    /** Lines longer than 120 columns are hard to read, however wide the terminal. */
    public Style {
        width = Math.clamp(width, NARROWEST, WIDEST);
    }

    /** Bold where colour is allowed. */
    public String bold(String text) {
        return sequence("1", text);
    }

    /** Dim where colour is allowed. */
    public String dim(String text) {
        return sequence("2", text);
    }

    /** In the colour of a severity where colour is allowed. */
    public String severity(Severity severity, String text) {
        return sequence(
                switch (severity) {
                    case Benign -> "32";
                    case Suspicious -> "33";
                    case Problem -> "1;31";
                },
                text);
    }

    private String sequence(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
