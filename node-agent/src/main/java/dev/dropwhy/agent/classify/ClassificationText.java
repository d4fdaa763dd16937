package dev.dropwhy.agent.classify;

import dev.dropwhy.agent.classify.Classification.ProtocolTotal;
import dev.dropwhy.agent.classify.Classification.SpeakerTotal;
import dev.dropwhy.diagnosis.observation.FrameIdentity;
import org.jspecify.annotations.Nullable;

/** A classification in words. Every text out of a frame was made printable when it was decoded. */
public final class ClassificationText {

    private static final int SHOWN_SPEAKERS = 8;
    private static final long MICROS = 1_000_000;
    private static final long SECOND_MILLIS = 1_000;
    private static final long SECONDS_A_DAY = 86_400;
    private static final long[] POWERS_OF_TEN = {1, 10, 100, 1_000, 10_000, 100_000};

    private ClassificationText() {}

    /**
     * Appends one frame in one line, with its end of line. Written by hand: {@link String#format} would take longer than
     * all the rest.
     */
    public static void line(StringBuilder text, ClassifiedFrame frame) {
        FrameIdentity identity = frame.identity();
        right(text, frame.number(), 6).append("  ");
        timeOfDay(text, frame.atMicros()).append("  ");
        left(text, word(frame.reception()), 9).append("  ");
        text.append(orUnknown(identity.source())).append(" > ").append(orUnknown(identity.destination()));
        text.append("  ");
        if (!identity.vlans().isEmpty()) {
            text.append("VLAN ").append(identity.vlans()).append(' ');
        }
        text.append(identity.summary()).append('\n');
    }

    /** UTC, microseconds: {@code 17:30:01.000250}. */
    private static StringBuilder timeOfDay(StringBuilder text, long micros) {
        long second = Math.floorMod(Math.floorDiv(micros, MICROS), SECONDS_A_DAY);
        digits(text, second / 3600, 2).append(':');
        digits(text, second / 60 % 60, 2).append(':');
        digits(text, second % 60, 2).append('.');
        return digits(text, Math.floorMod(micros, MICROS), 6);
    }

    private static StringBuilder digits(StringBuilder text, long number, int width) {
        for (long unit = POWERS_OF_TEN[width - 1]; unit > 0; unit /= 10) {
            text.append((char) ('0' + number / unit % 10));
        }
        return text;
    }

    private static StringBuilder right(StringBuilder text, long number, int width) {
        for (int digits = 1; digits < width; digits++) {
            if (number < POWERS_OF_TEN[digits]) {
                text.append(' ');
            }
        }
        return text.append(number);
    }

    private static StringBuilder left(StringBuilder text, String word, int width) {
        return text.append(word).repeat(' ', Math.max(0, width - word.length()));
    }

    /** The totals, most frames first. */
    public static String totals(Classification found) {
        StringBuilder text = new StringBuilder();
        text.append("%d frames, %d bytes; no handler on this host wants %d of them%n"
                .formatted(found.frames(), found.bytes(), found.unhandledFrames()));
        for (ProtocolTotal total : found.protocols()) {
            protocol(text, total);
        }
        for (String limitation : found.limitations()) {
            text.append("Note: ").append(limitation).append(System.lineSeparator());
        }
        return text.toString();
    }

    private static void protocol(StringBuilder text, ProtocolTotal total) {
        String name = total.protocol() == null ? "unknown" : total.protocol();
        text.append("%n%8d  %s%s: %s%n"
                .formatted(
                        total.frames(),
                        name,
                        total.etherType() == null ? "" : " (0x" + total.etherType() + ")",
                        total.title()));
        text.append("          ").append(sentence(total)).append(System.lineSeparator());
        int shown = Math.min(SHOWN_SPEAKERS, total.speakers().size());
        for (SpeakerTotal speaker : total.speakers().subList(0, shown)) {
            text.append("%8d  from %s%s: %s%n"
                    .formatted(
                            speaker.frames(),
                            orUnknown(speaker.speaker().mac()),
                            period(speaker.meanPeriodMillis()),
                            speaker.summary()));
        }
        long hidden = total.otherSpeakersFrames()
                + total.speakers().stream()
                        .skip(shown)
                        .mapToLong(SpeakerTotal::frames)
                        .sum();
        if (hidden > 0) {
            text.append("%8d  from further senders%n".formatted(hidden));
        }
    }

    private static String sentence(ProtocolTotal total) {
        String dropped = total.severity() == null ? "" : " Dropped it is usually " + total.severity() + ".";
        return switch (total.reception()) {
            case Handled -> "A handler on this host takes it.";
            case LlcLayer -> "The LLC layer of this host takes it and discards it uncounted, unless a program listens.";
            case Tagged -> "Tagged: whether this host takes it depends on its VLAN interfaces.";
            case Unhandled -> "No handler on this host: it counts in rx_dropped." + dropped;
            case Unknown -> "Whether this host takes it cannot be told.";
        };
    }

    private static String word(Reception reception) {
        return switch (reception) {
            case Handled -> "handled";
            case LlcLayer -> "llc";
            case Tagged -> "tagged";
            case Unhandled -> "unhandled";
            case Unknown -> "unknown";
        };
    }

    private static String period(@Nullable Long millis) {
        if (millis == null) {
            return "";
        }
        return millis < SECOND_MILLIS
                ? ", every " + millis + " ms"
                : ", every %.1f s".formatted(millis / (double) SECOND_MILLIS);
    }

    private static String orUnknown(@Nullable String text) {
        return text == null ? "?" : text;
    }
}
