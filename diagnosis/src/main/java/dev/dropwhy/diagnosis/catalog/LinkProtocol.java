package dev.dropwhy.diagnosis.catalog;

import dev.dropwhy.api.Severity;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A protocol below or beside IP, and what it means when a host receives it and wants nothing of it.
 *
 * @param name the name that the API, the catalogs and the command line use: CamelCase, such as Rstp
 * @param title its full name, for people
 * @param severity what dropping it means unless evidence says otherwise
 * @param innocent whether it is a link-local control protocol or a known beacon: harmless by identity, sent whether or
 *     not anybody listens
 * @param periodsMillis the periods at which it is usually sent, in milliseconds; empty where it has none
 * @param expectedWhen roles of an interface that need this protocol: dropped there it is a Problem
 * @param match how to recognise it; any one of them suffices
 * @param description what it is and who sends it, one sentence
 * @param meaning what receiving it on a host means
 * @param remedies what to do that is specific to this protocol, preferred first, with placeholders
 */
public record LinkProtocol(
        String name,
        String title,
        Severity severity,
        boolean innocent,
        List<Long> periodsMillis,
        List<HostRole> expectedWhen,
        List<LinkMatcher> match,
        String description,
        String meaning,
        List<RemedyTemplate> remedies) {

    public LinkProtocol {
        Objects.requireNonNull(name, "A link protocol of the catalog has no name.");
        given(name, "title", title);
        given(name, "severity", severity);
        given(name, "match", match);
        given(name, "description", description);
        given(name, "meaning", meaning);
        periodsMillis = List.copyOf(periodsMillis);
        expectedWhen = List.copyOf(expectedWhen);
        match = List.copyOf(match);
        remedies = List.copyOf(remedies);
    }

    private static void given(String name, String field, @Nullable Object value) {
        Objects.requireNonNull(value, () -> "Link protocol " + name + " of the catalog has no " + field + ".");
    }
}
