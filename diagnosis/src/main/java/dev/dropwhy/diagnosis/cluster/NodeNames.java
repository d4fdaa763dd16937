package dev.dropwhy.diagnosis.cluster;

import java.util.Collection;
import java.util.Iterator;
import java.util.TreeSet;

/** Node names in a sentence: all of a few, some of many. */
final class NodeNames {

    private static final int SPELLED_OUT = 3;
    private static final int LENGTH = 63;

    private NodeNames() {}

    /** {@code a}, {@code a and b}, {@code a, b and c}, {@code a, b, c and 9 more}. */
    static String of(Collection<String> nodes) {
        var names = new TreeSet<>(nodes);
        var text = new StringBuilder();
        Iterator<String> next = names.iterator();
        for (int i = 0; i < Math.min(SPELLED_OUT, names.size()); i++) {
            if (i > 0) {
                text.append(i == names.size() - 1 ? " and " : ", ");
            }
            text.append(PlainText.of(next.next(), LENGTH));
        }
        if (names.size() > SPELLED_OUT) {
            text.append(" and ").append(names.size() - SPELLED_OUT).append(" more");
        }
        return text.toString();
    }

    /** {@code 1 node}, {@code 3 nodes}. */
    static String count(int nodes) {
        return nodes == 1 ? "1 node" : nodes + " nodes";
    }
}
