package dev.dropwhy.lab;

import dev.dropwhy.api.Severity;
import dev.dropwhy.lab.scenario.Outcome;
import dev.dropwhy.lab.scenario.Outcome.Pair;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What was expected against what was said, as text.
 */
public final class ConfusionMatrix {

    private static final String NONE = "(none)";

    private final List<Outcome> outcomes;

    /**
     * @param outcomes the outcomes to count
     */
    public ConfusionMatrix(Collection<Outcome> outcomes) {
        this.outcomes =
                outcomes.stream().filter(outcome -> outcome.notPlayed() == null).toList();
    }

    /** Cause against cause, severity against severity, and how many scenarios were right in everything. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append("Expected cause            verdicts of that cause, and others\n");
        causes().forEach((expected, given) -> {
            long right = given.getOrDefault(expected, 0);
            text.append("  %-24s %3d".formatted(expected, right));
            given.forEach((cause, count) -> {
                if (!cause.equals(expected)) {
                    text.append("  WRONG %s %d".formatted(cause, count));
                }
            });
            text.append('\n');
        });
        text.append("\nExpected severity  ");
        List<String> severities = severities();
        severities.forEach(severity -> text.append("%12s".formatted(severity)));
        text.append('\n');
        Map<String, Map<String, Integer>> table = count(
                pair -> pair.expected() == null
                        ? NONE
                        : pair.expected().severity().name(),
                pair -> pair.given() == null ? NONE : pair.given().severity().name());
        for (String expected : severities) {
            text.append("  %-17s".formatted(expected));
            for (String given : severities) {
                text.append(
                        "%12d".formatted(table.getOrDefault(expected, Map.of()).getOrDefault(given, 0)));
            }
            text.append('\n');
        }
        long right = outcomes.stream().filter(Outcome::right).count();
        return text.append("\n%d of %d scenarios right in everything.\n".formatted(right, outcomes.size()))
                .toString();
    }

    private Map<String, Map<String, Integer>> causes() {
        return count(
                pair -> pair.expected() == null ? NONE : pair.expected().cause().name(),
                pair -> pair.given() == null ? NONE : pair.given().cause().name());
    }

    /** A scenario where nothing is to be said and nothing is said counts as one pair of nothings. */
    private Map<String, Map<String, Integer>> count(Function<Pair, String> row, Function<Pair, String> column) {
        Map<String, Map<String, Integer>> table = new TreeMap<>();
        for (Outcome outcome : outcomes) {
            List<Pair> pairs = outcome.pairs().isEmpty() ? List.of(new Pair(null, null)) : outcome.pairs();
            for (Pair pair : pairs) {
                table.computeIfAbsent(row.apply(pair), name -> new TreeMap<>())
                        .merge(column.apply(pair), 1, Integer::sum);
            }
        }
        return table;
    }

    private static List<String> severities() {
        List<String> names = new ArrayList<>();
        for (Severity severity : Severity.values()) {
            names.add(severity.name());
        }
        names.add(NONE);
        return names;
    }
}
