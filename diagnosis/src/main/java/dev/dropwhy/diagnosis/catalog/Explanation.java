package dev.dropwhy.diagnosis.catalog;

import dev.dropwhy.api.Severity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything the catalogs know about one name.
 *
 * @param name the name as the catalog spells it
 * @param kind what it names
 * @param title a short name for people
 * @param text what it means, paragraphs of full sentences
 * @param severity how much it matters by default; absent where that depends, and for noise
 * @param counters counters that count it
 * @param uncounted why no counter counts it; absent where one does, and where that depends
 * @param reasons drop reasons that lead to it or go with it, with the kernels that have them
 * @param functions kernel functions behind it, with the kernels that have them
 * @param elsewhere why no kernel function can be named; absent where one can
 * @param since what differs between kernels, full sentences, never none
 * @param related names of other entries that lead on
 * @param remedies what to do, with placeholders
 */
public record Explanation(
        String name,
        Kind kind,
        String title,
        List<String> text,
        @Nullable Severity severity,
        List<String> counters,
        @Nullable String uncounted,
        List<String> reasons,
        List<String> functions,
        @Nullable String elsewhere,
        List<String> since,
        List<String> related,
        List<RemedyTemplate> remedies) {

    /** What a name names. */
    public enum Kind {
        /** A cause of the API. */
        Cause,
        /** A kernel drop reason. */
        Reason,
        /** A kernel function that decides about packets, frees or counts them. */
        Function,
        /** A link protocol. */
        Protocol,
        /** A counter. */
        Counter,
        /** A driver. */
        Driver
    }

    public Explanation {
        text = List.copyOf(text);
        counters = List.copyOf(counters);
        reasons = List.copyOf(reasons);
        functions = List.copyOf(functions);
        since = List.copyOf(since);
        related = List.copyOf(related);
        remedies = List.copyOf(remedies);
    }
}
