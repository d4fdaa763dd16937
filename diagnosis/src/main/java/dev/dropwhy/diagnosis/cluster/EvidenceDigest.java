package dev.dropwhy.diagnosis.cluster;

import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The lines that many nodes write about one thing, said once. Lines that differ only in their numbers, addresses and
 * interface names are alike; the foremost node's wording stands for all of them, with the number of nodes that say so.
 */
final class EvidenceDigest {

    /** Different lines kept apart; what a hostile node adds beyond them is not read. */
    private static final int MAXIMUM_PATTERNS = 64;

    private final Map<String, Tally> tallies = new LinkedHashMap<>();

    private static final class Tally {
        private final String node;
        private final String line;
        private final Set<String> nodes = new HashSet<>();
        private boolean same = true;

        private Tally(String node, String line) {
            this.node = node;
            this.line = line;
        }

        private int nodeCount() {
            return nodes.size();
        }
    }

    /** Adds the lines of one finding; foremost findings first. */
    void add(String node, List<String> lines) {
        for (String line : lines) {
            String pattern = pattern(line);
            Tally tally = tallies.get(pattern);
            if (tally == null) {
                if (tallies.size() == MAXIMUM_PATTERNS) {
                    continue;
                }
                tally = new Tally(node, line);
                tallies.put(pattern, tally);
            }
            tally.nodes.add(node);
            tally.same &= line.equals(tally.line);
        }
    }

    /**
     * The lines, those that most nodes say first.
     *
     * @param maximum at most so many
     * @param ofNodes number of nodes concerned; with 1 lines stand as they are
     */
    List<String> lines(int maximum, int ofNodes) {
        return tallies.values().stream()
                .sorted(Comparator.comparing(Tally::nodeCount, Comparator.reverseOrder()))
                .limit(maximum)
                .map(tally -> PlainText.of(worded(tally, ofNodes), ApiBounds.SENTENCE))
                .toList();
    }

    private static String worded(Tally tally, int ofNodes) {
        if (ofNodes == 1 || (tally.same && tally.nodeCount() == ofNodes)) {
            return tally.line;
        }
        String said = PlainText.of(tally.node, ApiBounds.COUNTER_NAME) + ": " + tally.line;
        return tally.nodeCount() == 1 ? said : said + " (alike on " + tally.nodeCount() + " of " + ofNodes + " nodes)";
    }

    /** The line with every word that holds a digit blanked. */
    private static String pattern(String line) {
        var pattern = new StringBuilder(line.length());
        int start = 0;
        for (int i = 0; i <= line.length(); i++) {
            if (i == line.length() || line.charAt(i) == ' ') {
                appendWord(pattern, line, start, i);
                start = i + 1;
            }
        }
        return pattern.toString();
    }

    private static void appendWord(StringBuilder pattern, String line, int start, int end) {
        boolean number = line.substring(start, end).chars().anyMatch(Character::isDigit);
        pattern.append(number ? "#" : line.substring(start, end)).append(' ');
    }
}
