package dev.dropwhy.agent.classify;

import dev.dropwhy.agent.classify.Classification.ProtocolTotal;
import dev.dropwhy.agent.classify.Classification.SpeakerTotal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A classification in words. Every text out of a frame was made printable when it was decoded. */
public final class ClassificationText {

    private static final int SHOWN_SPEAKERS = 8;
    private static final long MICROS = 1_000_000;
    private static final long SECOND_MILLIS = 1_000;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private ClassificationText() {}

    /** One frame in one line. */
    public static String line(ClassifiedFrame frame) {
        Instant at = Instant.ofEpochSecond(frame.atMicros() / MICROS, frame.atMicros() % MICROS * 1000);
        return "%6d  %s  %-9s  %s > %s  %s%s"
                .formatted(
                        frame.number(),
                        TIME.format(at),
                        word(frame.reception()),
                        orUnknown(frame.identity().source()),
                        orUnknown(frame.identity().destination()),
                        frame.identity().vlans().isEmpty()
                                ? ""
                                : "VLAN " + frame.identity().vlans() + " ",
                        frame.identity().summary());
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
