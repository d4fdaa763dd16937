package dev.dropwhy.diagnosis.catalog;

import dev.dropwhy.api.Cause;
import dev.dropwhy.api.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks a name up in all catalogs. */
final class Explainer {

    private static final String REASON_PREFIX = "SKB_DROP_REASON_";

    private final Catalog catalog;

    Explainer(Catalog catalog) {
        this.catalog = catalog;
    }

    List<Explanation> explain(String asked) {
        String name = asked.strip();
        String bare =
                name.toUpperCase(Locale.ROOT).startsWith(REASON_PREFIX) ? name.substring(REASON_PREFIX.length()) : name;
        List<Explanation> found = new ArrayList<>();
        if (bare.isEmpty()) {
            return found;
        }
        for (Cause cause : Cause.values()) {
            if (cause.name().equalsIgnoreCase(bare)) {
                found.add(cause(catalog.cause(cause)));
            }
        }
        rules(Explanation.Kind.Reason, bare, ReasonRule::reasons, found);
        rules(Explanation.Kind.Function, bare, ReasonRule::at, found);
        for (LinkProtocol protocol : catalog.protocols().all()) {
            if (protocol.name().equalsIgnoreCase(bare)) {
                found.add(protocol(protocol));
            }
        }
        catalog.counter(bare).or(() -> counterIgnoringCase(bare)).ifPresent(counter -> found.add(counter(counter)));
        catalog.driver(bare, null).ifPresent(driver -> found.add(driver(bare, driver)));
        return found;
    }

    private Optional<CounterEntry> counterIgnoringCase(String name) {
        for (CounterEntry entry : catalog.counters()) {
            if (CounterNames.canonical(entry.name()).equalsIgnoreCase(name)
                    || entry.name().equalsIgnoreCase(name)) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    private Explanation cause(CauseEntry entry) {
        List<String> text = new ArrayList<>();
        text.add(entry.says());
        if (entry.since() != null) {
            text.add(entry.since());
        }
        List<ReasonRule> rules = catalog.rules().stream()
                .filter(rule -> rule.cause() == entry.cause())
                .toList();
        List<String> reasons = distinct(rules.stream().flatMap(rule -> rule.reasons().stream()));
        List<String> functions = distinct(rules.stream().flatMap(rule -> rule.at().stream()));
        if (!reasons.isEmpty()) {
            text.add("Kernel drop reasons: " + String.join(", ", reasons) + ".");
        }
        if (!functions.isEmpty()) {
            text.add("Kernel functions: " + String.join(", ", functions) + ".");
        }
        return new Explanation(
                entry.cause().name(),
                Explanation.Kind.Cause,
                entry.title(),
                text,
                entry.severity(),
                entry.counters().stream().map(CounterNames::canonical).toList(),
                reasons,
                entry.remedies());
    }

    private void rules(
            Explanation.Kind kind, String name, Function<ReasonRule, List<String>> names, List<Explanation> found) {
        Predicate<ReasonRule> fits = rule -> names.apply(rule).stream()
                .anyMatch(known -> known.equalsIgnoreCase(name) && !known.equals(ReasonRule.NO_REASON));
        List<ReasonRule> rules = catalog.rules().stream().filter(fits).toList();
        if (rules.isEmpty()) {
            return;
        }
        String spelled = rules.stream()
                .flatMap(rule -> names.apply(rule).stream())
                .filter(known -> known.equalsIgnoreCase(name))
                .findFirst()
                .orElse(name);
        List<Cause> causes = rules.stream()
                .map(ReasonRule::cause)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        found.add(new Explanation(
                spelled,
                kind,
                title(kind, causes),
                rules.stream().map(rule -> sentence(kind, rule)).distinct().toList(),
                severity(rules, causes),
                distinct(rules.stream().flatMap(this::countersOf)),
                causes.stream().map(Cause::name).toList(),
                causes.size() == 1 ? catalog.cause(causes.getFirst()).remedies() : List.of()));
    }

    private String title(Explanation.Kind kind, List<Cause> causes) {
        String what = kind == Explanation.Kind.Reason ? "Kernel drop reason" : "Kernel function that frees packets";
        return causes.size() == 1
                ? what + ": " + catalog.cause(causes.getFirst()).title()
                : what;
    }

    private @Nullable Severity severity(List<ReasonRule> rules, List<Cause> causes) {
        Severity own = rules.getFirst().severity();
        return causes.size() != 1
                ? null
                : own != null ? own : catalog.cause(causes.getFirst()).severity();
    }

    private Stream<String> countersOf(ReasonRule rule) {
        return Stream.concat(
                rule.counts().stream().map(CountedBy::counter),
                rule.host().stream().map(CounterNames::canonical));
    }

    private String sentence(Explanation.Kind kind, ReasonRule rule) {
        StringBuilder text = new StringBuilder();
        List<String> others = kind == Explanation.Kind.Reason ? rule.at() : rule.reasons();
        if (!others.isEmpty()) {
            text.append(kind == Explanation.Kind.Reason ? "At " : "With reason ")
                    .append(String.join(", ", others).replace(ReasonRule.NO_REASON + ",", "(none told),"))
                    .append(rule.when().isEmpty() ? "" : " (when " + rule.when() + ")")
                    .append(rule.grew().isEmpty() ? "" : " (when one of " + rule.grew() + " grows)")
                    .append(": ");
        }
        Cause cause = rule.cause();
        if (cause != null) {
            text.append(cause).append(", ").append(catalog.cause(cause).title().toLowerCase(Locale.ROOT));
        } else {
            text.append(rule.noise() ? "noise that no verdict is made of" : "known, and without a cause of its own");
        }
        text.append(
                rule.counts().isEmpty()
                        ? "; not counted by the interface"
                        : "; counted in "
                                + String.join(
                                        ", ",
                                        rule.counts().stream()
                                                .map(by -> by.counter()
                                                        + (by.on() == CountedOn.Peer ? " of the veth peer" : ""))
                                                .toList()));
        if (rule.quietPerSecond() > 0) {
            text.append("; noise up to ").append(rule.quietPerSecond()).append(" per second");
        }
        text.append(".");
        return rule.note() == null ? text.toString() : text + " " + rule.note();
    }

    private Explanation protocol(LinkProtocol protocol) {
        List<String> text = new ArrayList<>(List.of(protocol.description(), protocol.meaning()));
        if (!protocol.periodsMillis().isEmpty()) {
            text.add("Sent every "
                    + String.join(
                            " or ",
                            protocol.periodsMillis().stream()
                                    .map(millis -> millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms")
                                    .toList())
                    + ".");
        }
        if (!protocol.expectedWhen().isEmpty()) {
            text.add("Dropped on an interface with the role " + protocol.expectedWhen() + " it is a Problem.");
        }
        return new Explanation(
                protocol.name(),
                Explanation.Kind.Protocol,
                protocol.title(),
                text,
                protocol.severity(),
                List.of("rx_dropped"),
                List.of(Cause.UnhandledLinkProtocol.name()),
                protocol.remedies());
    }

    private Explanation counter(CounterEntry entry) {
        Cause alone = entry.alone();
        List<String> related = distinct(Stream.concat(
                alone == null ? Stream.empty() : Stream.of(alone.name()),
                catalog.rules().stream()
                        .filter(rule -> countersOf(rule).anyMatch(CounterNames.canonical(entry.name())::equals))
                        .map(ReasonRule::cause)
                        .filter(Objects::nonNull)
                        .map(Cause::name)));
        return new Explanation(
                CounterNames.canonical(entry.name()),
                Explanation.Kind.Counter,
                "Counter",
                List.of(entry.means()),
                null,
                List.of(),
                related,
                List.of());
    }

    private static Explanation driver(String name, DriverEntry entry) {
        List<String> text = new ArrayList<>();
        text.add("rx_dropped of this driver: " + entry.means());
        if (entry.notes() != null) {
            text.add(entry.notes());
        }
        return new Explanation(
                name, Explanation.Kind.Driver, "Driver", text, null, List.of("rx_dropped"), List.of(), List.of());
    }

    private static List<String> distinct(Stream<String> names) {
        return names.filter(name -> !name.equals(ReasonRule.NO_REASON))
                .distinct()
                .toList();
    }
}
