package dev.dropwhy.diagnosis.catalog;

import dev.dropwhy.api.Cause;
import dev.dropwhy.api.Severity;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A rule of the catalog as full sentences. */
final class RuleSentences {

    private final Catalog catalog;

    RuleSentences(Catalog catalog) {
        this.catalog = catalog;
    }

    /** What the rule says to somebody who knows the reason. */
    String ofReason(ReasonRule rule) {
        return sentence("At ", rule.at(), rule);
    }

    /** What the rule says to somebody who knows the function. */
    String ofFunction(ReasonRule rule) {
        return sentence("With reason ", rule.reasons(), rule);
    }

    /** The counters that grow with the rule's drops. */
    static Stream<String> countersOf(ReasonRule rule) {
        return Stream.concat(
                rule.counts().stream().map(CountedBy::counter),
                rule.host().stream().map(CounterNames::canonical));
    }

    /** A title within a sentence: its first letter small, unless the word is a name. */
    static String lowered(String title) {
        boolean name = title.length() > 1 && Character.isUpperCase(title.charAt(1));
        return name ? title : title.substring(0, 1).toLowerCase(Locale.ROOT) + title.substring(1);
    }

    private String sentence(String label, List<String> others, ReasonRule rule) {
        StringBuilder text = new StringBuilder();
        text.append(others.isEmpty() ? "" : label + names(others));
        if (!rule.when().isEmpty()) {
            text.append(text.isEmpty() ? "When " : " when ")
                    .append(rule.when().stream().map(Condition::spelled).collect(Collectors.joining(" and ")));
        }
        if (!rule.grew().isEmpty()) {
            text.append(text.isEmpty() ? "When " : " when ")
                    .append(rule.grew().stream().map(CounterNames::canonical).collect(Collectors.joining(" or ")))
                    .append(" grows");
        }
        text.append(text.isEmpty() ? "" : ": ").append(outcome(rule));
        if (!rule.host().isEmpty()) {
            text.append("; the machine's counters ")
                    .append(rule.host().stream().map(CounterNames::canonical).collect(Collectors.joining(", ")))
                    .append(rule.host().size() == 1 ? " grows with it" : " grow with it");
        }
        Severity severity = rule.severity();
        if (severity != null) {
            text.append("; here ").append(severity);
        }
        if (rule.quietPerSecond() > 0) {
            text.append("; noise up to ").append(number(rule.quietPerSecond())).append(" per second");
        }
        text.append(".");
        return rule.note() == null ? text.toString() : text + " " + rule.note();
    }

    private String outcome(ReasonRule rule) {
        Cause cause = rule.cause();
        String what;
        if (cause != null) {
            what = cause + ", " + lowered(catalog.cause(cause).title());
        } else {
            what = rule.noise() ? "noise that no verdict is made of" : "known, and without a cause of its own";
        }
        return what
                + (rule.counts().isEmpty()
                        ? "; no counter of the interface grows"
                        : "; counted in "
                                + rule.counts().stream()
                                        .map(RuleSentences::counted)
                                        .collect(Collectors.joining(", ")));
    }

    private static String counted(CountedBy by) {
        return by.counter()
                + switch (by.on()) {
                    case Device -> "";
                    case Peer -> " of the other end";
                    case Upper -> " of a VLAN, macvlan or ipvlan on top of it";
                }
                + (by.kind() == null ? "" : " (" + by.kind() + ")");
    }

    private static String names(List<String> names) {
        return names.stream()
                .map(name -> name.equals(ReasonRule.NO_REASON) ? "(none told)" : name)
                .collect(Collectors.joining(", "));
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
