package dev.dropwhy.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.api.Cause;
import dev.dropwhy.diagnosis.catalog.Catalog;
import dev.dropwhy.diagnosis.catalog.CauseEntry;
import dev.dropwhy.diagnosis.catalog.CountedBy;
import dev.dropwhy.diagnosis.catalog.CounterEntry;
import dev.dropwhy.diagnosis.catalog.CounterNames;
import dev.dropwhy.diagnosis.catalog.DriverEntry;
import dev.dropwhy.diagnosis.catalog.DropReasonEntry;
import dev.dropwhy.diagnosis.catalog.Explanation;
import dev.dropwhy.diagnosis.catalog.FunctionEntry;
import dev.dropwhy.diagnosis.catalog.LinkProtocol;
import dev.dropwhy.diagnosis.catalog.ReasonRule;
import dev.dropwhy.diagnosis.observation.TapTest;
import dev.dropwhy.report.text.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code dropwhy explain} prints holds all that the catalogs know, at the narrowest width there is. */
class ExplanationTextTest {

    private static final Catalog CATALOG = Catalog.load();
    private static final ExplanationText TEXT = new ExplanationText(new Style(false, 0));

    @ParameterizedTest
    @EnumSource(Cause.class)
    void aCauseIsPrintedWhole(Cause cause) {
        CauseEntry entry = CATALOG.cause(cause);
        List<String> wanted = new ArrayList<>(List.of(entry.title(), entry.says(), "Severity: " + entry.severity()));
        entry.since().changes().forEach(change -> wanted.add(change.says()));
        wanted.addAll(CATALOG.functionsOf(cause));
        CATALOG.rules().stream()
                .filter(rule -> rule.cause() == cause)
                .flatMap(rule -> rule.reasons().stream())
                .filter(reason -> !reason.equals(ReasonRule.NO_REASON))
                .forEach(wanted::add);
        assertPrinted(cause.name(), wanted);
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void aDropReasonIsPrintedWhole(DropReasonEntry entry) {
        List<ReasonRule> rules = rules(rule -> rule.reasons().contains(entry.name()));
        List<String> wanted = new ArrayList<>(entry.formerly());
        wanted.add(entry.name());
        wanted.add(entry.since().between());
        wanted.addAll(entry.at());
        rules.forEach(rule -> wanted.addAll(rule.at()));
        assertPrinted("SKB_DROP_REASON_" + entry.name(), withOutcome(wanted, rules));
    }

    @ParameterizedTest
    @MethodSource("functions")
    void aKernelFunctionIsPrintedWhole(FunctionEntry entry) {
        List<ReasonRule> rules = rules(rule -> rule.at().contains(entry.name()));
        List<String> wanted = new ArrayList<>(entry.formerly());
        wanted.add(entry.name());
        wanted.add(entry.since().since());
        if (entry.note() != null) {
            wanted.add(entry.note());
        }
        rules.forEach(rule -> rule.reasons().stream()
                .filter(reason -> !reason.equals(ReasonRule.NO_REASON))
                .forEach(wanted::add));
        assertPrinted(entry.name(), withOutcome(wanted, rules));
    }

    @ParameterizedTest
    @MethodSource("counters")
    void aCounterIsPrintedWhole(CounterEntry entry) {
        String name = CounterNames.canonical(entry.name());
        List<ReasonRule> rules = rules(rule -> Stream.concat(
                        rule.counts().stream().map(CountedBy::counter),
                        rule.host().stream().map(CounterNames::canonical))
                .anyMatch(name::equals));
        List<String> wanted =
                new ArrayList<>(List.of(name, entry.means(), entry.since().since()));
        if (entry.alone() != null) {
            wanted.add(entry.alone().name());
        }
        rules.forEach(rule -> {
            rule.at().stream()
                    .filter(function -> !function.equals(TapTest.FUNCTION))
                    .forEach(wanted::add);
            if (rule.cause() != null) {
                wanted.add(rule.cause().name());
            }
        });
        assertPrinted(entry.name(), wanted);
    }

    @ParameterizedTest
    @MethodSource("drivers")
    void aDriverIsPrintedWhole(DriverEntry entry) {
        List<String> wanted = new ArrayList<>(entry.functions());
        wanted.add("rx_dropped: " + entry.rx());
        wanted.add("tx_dropped: " + entry.tx());
        entry.together().forEach(together -> wanted.add(together.when()));
        entry.since().changes().forEach(change -> wanted.add(change.says()));
        entry.rxDrops().forEach(pattern -> wanted.add(pattern.pattern()));
        entry.xdpDrops().forEach(pattern -> wanted.add(pattern.pattern()));
        entry.txDrops().forEach(pattern -> wanted.add(pattern.pattern()));
        entry.deviceDrops().forEach(pattern -> wanted.add(pattern.pattern()));
        if (entry.notes() != null) {
            wanted.add(entry.notes());
        }
        entry.drivers().forEach(name -> assertPrinted(name, wanted));
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void aLinkProtocolIsPrintedWhole(LinkProtocol protocol) {
        assertPrinted(
                protocol.name(), List.of(protocol.title(), protocol.description(), protocol.meaning(), "rx_dropped"));
    }

    private static List<String> withOutcome(List<String> wanted, List<ReasonRule> rules) {
        rules.forEach(rule -> {
            rule.counts().forEach(by -> wanted.add(by.counter()));
            rule.host().forEach(counter -> wanted.add(CounterNames.canonical(counter)));
            if (rule.cause() != null) {
                wanted.add(rule.cause().name());
            }
            if (rule.note() != null) {
                wanted.add(rule.note());
            }
        });
        return wanted;
    }

    private static List<ReasonRule> rules(Predicate<ReasonRule> fits) {
        return CATALOG.rules().stream().filter(fits).toList();
    }

    private static Iterable<DropReasonEntry> reasons() {
        return CATALOG.dropReasons();
    }

    private static Iterable<FunctionEntry> functions() {
        return CATALOG.functions();
    }

    private static Iterable<CounterEntry> counters() {
        return CATALOG.counters();
    }

    private static Iterable<DriverEntry> drivers() {
        return CATALOG.drivers();
    }

    private static Iterable<LinkProtocol> protocols() {
        return CATALOG.protocols().all();
    }

    private static void assertPrinted(String name, List<String> wanted) {
        List<Explanation> found = CATALOG.explain(name);
        String printed = inOneLine(TEXT.of(found));
        assertThat(found).isNotEmpty();
        assertThat(wanted).allSatisfy(words -> assertThat(printed).contains(inOneLine(words)));
        assertThat(found)
                .flatMap(ExplanationTextTest::parts)
                .allSatisfy(words -> assertThat(printed).contains(inOneLine(words)));
    }

    private static List<String> parts(Explanation explanation) {
        List<String> parts = new ArrayList<>(explanation.text());
        parts.addAll(explanation.counters());
        parts.addAll(explanation.reasons());
        parts.addAll(explanation.functions());
        parts.addAll(explanation.since());
        parts.addAll(explanation.related());
        Stream.of(explanation.uncounted(), explanation.elsewhere())
                .filter(Objects::nonNull)
                .forEach(parts::add);
        explanation.remedies().forEach(remedy -> {
            parts.add(remedy.action());
            parts.addAll(remedy.commands());
            Stream.of(remedy.sideEffect(), remedy.verify(), remedy.undo())
                    .filter(Objects::nonNull)
                    .forEach(parts::add);
        });
        return parts;
    }

    private static String inOneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
