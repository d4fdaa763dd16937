package dev.dropwhy.diagnosis.catalog;

import dev.dropwhy.api.Cause;
import dev.dropwhy.api.Severity;
import dev.dropwhy.diagnosis.observation.TapTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Looks a name up in all catalogs. */
final class Explainer {

    private static final String REASON_PREFIX = "SKB_DROP_REASON_";

    private final Catalog catalog;
    private final RuleSentences rules;

    Explainer(Catalog catalog) {
        this.catalog = catalog;
        this.rules = new RuleSentences(catalog);
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
        for (DropReasonEntry reason : catalog.dropReasons()) {
            if (reason.name().equalsIgnoreCase(bare)) {
                found.add(reason(reason));
            }
        }
        found.addAll(functions(bare));
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
        List<ReasonRule> own = catalog.rules().stream()
                .filter(rule -> rule.cause() == entry.cause())
                .toList();
        return new Explanation(
                entry.cause().name(),
                Explanation.Kind.Cause,
                entry.title(),
                List.of(entry.says()),
                entry.severity(),
                entry.counters().stream().map(CounterNames::canonical).toList(),
                entry.uncounted(),
                reasons(own.stream().flatMap(rule -> rule.reasons().stream())),
                functions(catalog.functionsOf(entry.cause()).stream()),
                entry.elsewhere(),
                entry.since().sentences(),
                List.of(),
                entry.remedies());
    }

    private Explanation reason(DropReasonEntry entry) {
        List<ReasonRule> own = catalog.rules().stream()
                .filter(rule -> rule.reasons().contains(entry.name()))
                .toList();
        List<Cause> causes = causes(own);
        List<String> counters = distinct(own.stream().flatMap(RuleSentences::countersOf));
        return new Explanation(
                entry.name(),
                Explanation.Kind.Reason,
                title("Kernel drop reason", causes),
                own.stream().map(rules::ofReason).distinct().toList(),
                severity(own, causes),
                counters,
                uncounted(counters, causes),
                List.of(),
                functions(Stream.concat(own.stream().flatMap(rule -> rule.at().stream()), entry.at().stream())),
                entry.elsewhere(),
                Named.sentences(entry.since(), entry.until(), entry.formerly()),
                causes.stream().map(Cause::name).toList(),
                causes.size() == 1 ? catalog.cause(causes.getFirst()).remedies() : List.of());
    }

    /** The function of that name, and those that do the same in newer kernels. */
    private List<Explanation> functions(String name) {
        List<Explanation> found = new ArrayList<>();
        for (FunctionEntry entry : catalog.functions()) {
            if (entry.name().equalsIgnoreCase(name)
                    || entry.formerly().stream().anyMatch(former -> former.equalsIgnoreCase(name))) {
                found.add(function(entry));
            }
        }
        return found;
    }

    private Explanation function(FunctionEntry entry) {
        String name = entry.name();
        List<ReasonRule> own = catalog.rules().stream()
                .filter(rule -> rule.at().contains(name))
                .toList();
        Stream<String> given = StreamSupport.stream(catalog.dropReasons().spliterator(), false)
                .filter(reason -> reason.at().contains(name))
                .map(DropReasonEntry::name);
        List<String> told = distinct(Stream.concat(own.stream().flatMap(rule -> rule.reasons().stream()), given));
        List<Cause> causes = Stream.concat(
                        causes(own).stream(),
                        Stream.of(Cause.values())
                                .filter(cause -> catalog.functionsOf(cause).contains(name)))
                .distinct()
                .toList();
        List<String> drivers = catalog.drivers().stream()
                .filter(driver -> driver.functions().contains(name))
                .map(driver -> driver.drivers().getFirst())
                .toList();
        List<String> text =
                new ArrayList<>(own.stream().map(rules::ofFunction).distinct().toList());
        text.addAll(role(told, causes, drivers));
        if (entry.note() != null) {
            text.add(entry.note());
        }
        List<String> counters = distinct(own.stream().flatMap(RuleSentences::countersOf));
        return new Explanation(
                name,
                Explanation.Kind.Function,
                title("Kernel function", causes),
                text,
                severity(own, causes),
                counters,
                uncounted(counters, causes),
                reasons(told.stream()),
                List.of(),
                null,
                Named.sentences(entry.since(), entry.until(), entry.formerly()),
                Stream.concat(causes.stream().map(Cause::name), drivers.stream())
                        .toList(),
                causes.size() == 1 ? catalog.cause(causes.getFirst()).remedies() : List.of());
    }

    /** What a function has to do with causes, drivers and reasons. */
    private static List<String> role(List<String> reasons, List<Cause> causes, List<String> drivers) {
        List<String> text = new ArrayList<>();
        if (!causes.isEmpty()) {
            text.add("It decides, frees or counts for "
                    + causes.stream().map(Cause::name).collect(Collectors.joining(", ")) + ".");
        }
        if (!drivers.isEmpty()) {
            text.add("It counts for the drivers " + String.join(", ", drivers) + ".");
        }
        if (causes.isEmpty() && drivers.isEmpty() && !reasons.isEmpty()) {
            text.add("It gives the drop reasons named here; what they mean, dropwhy explain tells of each.");
        }
        return text;
    }

    private String title(String what, List<Cause> causes) {
        return causes.size() == 1
                ? what + ": " + catalog.cause(causes.getFirst()).title()
                : what;
    }

    private @Nullable Severity severity(List<ReasonRule> own, List<Cause> causes) {
        if (causes.size() != 1) {
            return null;
        }
        Severity special = own.isEmpty() ? null : own.getFirst().severity();
        return special != null ? special : catalog.cause(causes.getFirst()).severity();
    }

    /** Why no counter counts it, where all that it leads to is one cause. */
    private @Nullable String uncounted(List<String> counters, List<Cause> causes) {
        return counters.isEmpty() && causes.size() == 1
                ? catalog.cause(causes.getFirst()).uncounted()
                : null;
    }

    private Explanation protocol(LinkProtocol protocol) {
        List<String> text = new ArrayList<>(List.of(protocol.description(), protocol.meaning()));
        text.add("Recognised by "
                + protocol.match().stream().map(LinkMatcher::spelled).collect(Collectors.joining("; or by ")) + ".");
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
            text.add("Dropped on an interface with the role "
                    + protocol.expectedWhen().stream().map(HostRole::name).collect(Collectors.joining(", "))
                    + " it is a Problem.");
        }
        List<Cause> causes = protocol.match().stream().anyMatch(LinkMatcher::isLlc)
                ? List.of(Cause.UnhandledLinkProtocol, Cause.LinkProtocolDiscarded)
                : List.of(Cause.UnhandledLinkProtocol);
        if (causes.size() > 1) {
            text.add("On a host that has loaded the llc module no counter grows.");
        }
        return new Explanation(
                protocol.name(),
                Explanation.Kind.Protocol,
                protocol.title(),
                text,
                protocol.severity(),
                List.of("rx_dropped"),
                null,
                List.of(),
                functions(causes.stream().flatMap(cause -> catalog.functionsOf(cause).stream())),
                null,
                catalog.cause(Cause.UnhandledLinkProtocol).since().sentences(),
                causes.stream().map(Cause::name).toList(),
                protocol.remedies());
    }

    private Explanation counter(CounterEntry entry) {
        String name = CounterNames.canonical(entry.name());
        List<ReasonRule> own = catalog.rules().stream()
                .filter(rule -> RuleSentences.countersOf(rule).anyMatch(name::equals))
                .toList();
        Cause alone = entry.alone();
        List<String> text = new ArrayList<>(List.of(entry.means()));
        if (alone != null) {
            text.add("Where it grows and no drop event accounts for it, the cause is " + alone + ", "
                    + RuleSentences.lowered(catalog.cause(alone).title()) + ".");
        }
        List<String> drivers = catalog.drivers().stream()
                .filter(driver -> driver.together().stream()
                        .flatMap(together -> together.counters().stream())
                        .anyMatch(on -> CounterNames.canonical(on.counter()).equals(name)))
                .map(driver -> driver.drivers().getFirst())
                .toList();
        if (!drivers.isEmpty()) {
            text.add("What grows together with it depends on the driver: "
                    + drivers.stream()
                            .map(driver -> "dropwhy explain \"" + driver + "\"")
                            .collect(Collectors.joining(", "))
                    + ".");
        }
        Stream<Cause> named = Stream.of(Cause.values())
                .filter(cause -> catalog.cause(cause).counters().stream()
                        .map(CounterNames::canonical)
                        .anyMatch(name::equals));
        return new Explanation(
                name,
                Explanation.Kind.Counter,
                "Counter",
                text,
                null,
                List.of(),
                null,
                reasons(own.stream().flatMap(rule -> rule.reasons().stream())),
                functions(own.stream().flatMap(rule -> rule.at().stream())),
                null,
                Named.sentences(entry.since(), null, List.of()),
                distinct(Stream.of(Stream.ofNullable(alone), causes(own).stream(), named)
                        .flatMap(all -> all)
                        .map(Cause::name)),
                List.of());
    }

    private Explanation driver(String name, DriverEntry entry) {
        List<String> text = new ArrayList<>();
        text.add("rx_dropped: " + entry.rx());
        text.add("tx_dropped: " + entry.tx());
        entry.together().forEach(together -> text.add(together.sentence()));
        statistics(text, "Statistics of ethtool -S that rx_dropped holds: ", entry.rxDrops());
        statistics(text, "Of these, what an XDP program refused: ", entry.xdpDrops());
        statistics(text, "Statistics of ethtool -S that tx_dropped holds: ", entry.txDrops());
        statistics(
                text, "Statistics of ethtool -S and counters by which the device admits losses: ", entry.deviceDrops());
        if (entry.mayCount()) {
            text.add("rx_dropped may hold losses that no drop event shows.");
        }
        if (entry.notes() != null) {
            text.add(entry.notes());
        }
        return new Explanation(
                name,
                Explanation.Kind.Driver,
                "Driver or kind of link: " + String.join(", ", entry.drivers()),
                text,
                null,
                distinct(Stream.concat(
                        Stream.of("rx_dropped", "tx_dropped"),
                        entry.together().stream()
                                .flatMap(together -> together.counters().stream())
                                .map(on -> CounterNames.canonical(on.counter())))),
                null,
                List.of(),
                functions(entry.functions().stream()),
                null,
                entry.since().sentences(),
                entry.causes().stream().map(Cause::name).toList(),
                List.of());
    }

    private static void statistics(List<String> text, String label, List<Pattern> patterns) {
        if (!patterns.isEmpty()) {
            text.add(label + patterns.stream().map(Pattern::pattern).collect(Collectors.joining(", ")) + ".");
        }
    }

    private static List<Cause> causes(List<ReasonRule> rules) {
        return rules.stream()
                .map(ReasonRule::cause)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    private List<String> reasons(Stream<String> names) {
        return distinct(names).stream()
                .map(name ->
                        catalog.dropReason(name).map(DropReasonEntry::spelled).orElse(name))
                .toList();
    }

    private List<String> functions(Stream<String> names) {
        return distinct(names.filter(name -> !name.equals(TapTest.FUNCTION))).stream()
                .map(name -> catalog.function(name).map(FunctionEntry::spelled).orElse(name))
                .toList();
    }

    private static List<String> distinct(Stream<String> names) {
        return names.filter(name -> !name.equals(ReasonRule.NO_REASON))
                .distinct()
                .toList();
    }
}
