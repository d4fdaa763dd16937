package dev.dropwhy.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.api.Cause;
import dev.dropwhy.diagnosis.catalog.Catalog;
import dev.dropwhy.diagnosis.catalog.CauseEntry;
import dev.dropwhy.diagnosis.catalog.Explanation;
import dev.dropwhy.diagnosis.catalog.LinkProtocol;
import dev.dropwhy.report.text.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
        if (entry.since() != null) {
            wanted.add(entry.since());
        }
        CATALOG.rules().stream()
                .filter(rule -> rule.cause() == cause)
                .flatMap(rule -> rule.at().stream())
                .forEach(wanted::add);
        assertPrinted(cause.name(), wanted);
    }

    @ParameterizedTest
    @MethodSource("otherNames")
    void whateverElseIsKnownIsPrintedWhole(String name) {
        assertPrinted(name, List.of(name));
    }

    private static Stream<String> otherNames() {
        return Stream.concat(
                        CATALOG.protocols().all().stream().map(LinkProtocol::name),
                        CATALOG.drivers().stream().flatMap(entry -> entry.drivers().stream()))
                .distinct();
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
        parts.addAll(explanation.related());
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
