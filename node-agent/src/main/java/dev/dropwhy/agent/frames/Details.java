package dev.dropwhy.agent.frames;

import dev.dropwhy.api.Speaker;
import org.jspecify.annotations.Nullable;

/**
 * What a decoder read out of a frame's payload.
 *
 * @param summary one line for people
 * @param portId port of the sender as it names it
 * @param bridgeId bridge identifier of a BPDU
 * @param systemName name that the sender gives itself
 * @param description further words of the sender
 * @param timerMillis period that the sender announces
 */
record Details(
        String summary,
        @Nullable String bridgeId,
        @Nullable String portId,
        @Nullable String systemName,
        @Nullable String description,
        @Nullable Long timerMillis) {

    /** The API's bounds of a speaker's fields, and one of our own for the summary. */
    static final int LONGEST_SUMMARY = 240;

    static final int LONGEST_NAME = 128;
    static final int LONGEST_DESCRIPTION = 256;

    static Details of(String summary) {
        return new Details(summary, null, null, null, null, null);
    }

    static Details of(String summary, @Nullable Long timerMillis) {
        return new Details(summary, null, null, null, null, timerMillis);
    }

    Speaker speaker(@Nullable String mac) {
        return new Speaker(mac, bridgeId, portId, systemName, description);
    }
}
