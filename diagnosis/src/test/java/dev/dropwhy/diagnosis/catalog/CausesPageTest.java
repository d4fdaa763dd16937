package dev.dropwhy.diagnosis.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.api.Cause;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/reference/causes.md} says what the catalogs say. After a change of a catalog, run this test with {@code
 * -Dgolden.update=true} and commit the page.
 */
class CausesPageTest {

    private static final Catalog CATALOG = Catalog.load();
    private static final Path PAGE = Path.of("../docs/reference/causes.md");

    @Test
    void thePageIsWhatTheCatalogsSay() throws Exception {
        String page = page();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    private static String page() {
        StringBuilder text = new StringBuilder("""
                # Causes

                Generated from the catalogs (`diagnosis/src/main/resources`); `dropwhy explain NAME` prints the same on a machine.
                Values in braces are filled in the verdict.

                | Cause | | Severity unless evidence says otherwise | Counters |
                |---|---|---|---|
                """);
        causes().forEach(entry -> text.append("| [%s](#%s) | %s | %s | %s |\n"
                .formatted(
                        entry.cause(),
                        entry.cause().name().toLowerCase(Locale.ROOT),
                        entry.title(),
                        entry.severity(),
                        codes(entry.counters().stream().map(CounterNames::canonical)))));
        causes().forEach(entry -> section(entry, text));
        return text.toString();
    }

    private static Stream<CauseEntry> causes() {
        return Arrays.stream(Cause.values())
                .map(CATALOG::cause)
                .sorted(Comparator.comparing(e -> e.cause().name()));
    }

    private static void section(CauseEntry entry, StringBuilder text) {
        text.append("\n## ")
                .append(entry.cause())
                .append("\n\n")
                .append(entry.title())
                .append(". ");
        text.append(entry.says().strip()).append('\n');
        if (entry.since() != null) {
            text.append("\nKernels: ").append(entry.since().strip()).append('\n');
        }
        List<ReasonRule> rules = CATALOG.rules().stream()
                .filter(rule -> rule.cause() == entry.cause())
                .toList();
        line("Drop reasons", rules.stream().flatMap(rule -> rule.reasons().stream()), text);
        line("Kernel functions", rules.stream().flatMap(rule -> rule.at().stream()), text);
        line("Counters", entry.counters().stream().map(CounterNames::canonical), text);
        text.append("\nWhat to do:\n\n");
        for (RemedyTemplate remedy : entry.remedies()) {
            text.append("- ").append(remedy.action().strip()).append('\n');
            remedy.commands()
                    .forEach(command -> text.append("    - `").append(command).append("`\n"));
        }
    }

    private static void line(String name, Stream<String> values, StringBuilder text) {
        String codes = codes(values.filter(value -> !value.equals(ReasonRule.NO_REASON))
                .distinct()
                .sorted());
        if (!codes.isEmpty()) {
            text.append('\n').append(name).append(": ").append(codes).append('\n');
        }
    }

    private static String codes(Stream<String> values) {
        return values.map(value -> "`" + value + "`").collect(Collectors.joining(", "));
    }
}
