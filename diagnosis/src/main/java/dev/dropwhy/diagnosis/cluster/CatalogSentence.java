package dev.dropwhy.diagnosis.cluster;

import dev.dropwhy.api.Verdict;
import dev.dropwhy.diagnosis.catalog.Catalog;
import dev.dropwhy.diagnosis.catalog.CauseEntry;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes a node's statement only where it is the catalog's sentence for the cause, with names and numbers in the places that
 * the sentence has for them. Otherwise the catalog's title stands for it, and says so.
 *
 * @param catalog the catalog of this release
 */
record CatalogSentence(Catalog catalog) {

    private static final Pattern PLACEHOLDERS = Pattern.compile("(?:\\{[a-zA-Z]+})+");

    /** A system's name and port have 128 characters each; beside them stand a MAC address, a count and a period. */
    private static final int FILLING = 340;

    /** What a shell would interpret, and addresses that a person might follow: no name or number has them. */
    private static final Pattern UNSAFE = Pattern.compile("[|;&$`<>{}\\\\\"]|://");

    String of(Verdict claimed) {
        CauseEntry entry = catalog.cause(claimed.cause());
        return fits(entry.statement(), claimed.statement())
                ? claimed.statement()
                : entry.title() + " (the node's own sentence is not the catalog's and left out).";
    }

    /** In linear time: the words between placeholders must follow each other, and what stands between them be harmless. */
    private static boolean fits(String template, String text) {
        List<String> words = List.of(PLACEHOLDERS.split(template, -1));
        if (!text.startsWith(words.getFirst())) {
            return false;
        }
        int at = words.getFirst().length();
        for (int i = 1; i < words.size(); i++) {
            String next = words.get(i);
            int found = i == words.size() - 1 ? text.length() - next.length() : text.indexOf(next, at);
            if (found < at || !text.startsWith(next, found) || !isFilling(text.substring(at, found))) {
                return false;
            }
            at = found + next.length();
        }
        return at == text.length();
    }

    private static boolean isFilling(String text) {
        return text.length() <= FILLING && !UNSAFE.matcher(text).find();
    }
}
