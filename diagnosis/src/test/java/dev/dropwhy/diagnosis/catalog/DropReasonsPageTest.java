package dev.dropwhy.diagnosis.catalog;

import static dev.dropwhy.diagnosis.catalog.ReferencePage.cell;
import static dev.dropwhy.diagnosis.catalog.ReferencePage.codes;
import static dev.dropwhy.diagnosis.catalog.ReferencePage.spelled;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/reference/drop-reasons.md} says what the catalogs of reasons, functions and counters say. */
class DropReasonsPageTest {

    private static final Catalog CATALOG = Catalog.load();

    @Test
    void thePageIsWhatTheCatalogsSay() throws Exception {
        ReferencePage page = new ReferencePage("drop-reasons.md", """
                # Drop reasons, kernel functions and counters

                Generated from the catalogs (`diagnosis/src/main/resources`); `dropwhy explain NAME` tells more of each. A reason alone does
                not tell the cause, nor does a function: both together do. Releases are those of kernel.org; stable and distribution
                kernels have some reasons, functions and counters earlier.

                ## Drop reasons

                | Reason | Since | Kernel functions | Counted in | Causes |
                |---|---|---|---|---|
                """);
        CATALOG.dropReasons().forEach(entry -> {
            Explanation found = only(entry.name(), Explanation.Kind.Reason);
            page.line("| `%s` | %s | %s | %s | %s |"
                    .formatted(
                            entry.name(),
                            since(found),
                            spelled(found.functions()),
                            codes(found.counters()),
                            found.related().isEmpty() ? cell(String.join(" ", found.text())) : links(found.related())));
        });
        page.paragraph("## Kernel functions");
        page.paragraph("| Function | Since | Drop reasons | Counted in | Causes and drivers |");
        page.line("|---|---|---|---|---|");
        CATALOG.functions().forEach(entry -> {
            Explanation found = only(entry.name(), Explanation.Kind.Function);
            page.line("| `%s` | %s | %s | %s | %s |"
                    .formatted(
                            entry.name(),
                            since(found),
                            codes(found.reasons().stream()
                                    .map(reason -> reason.split(" ", 2)[0])
                                    .toList()),
                            codes(found.counters()),
                            found.related().isEmpty() ? cell(String.join(" ", found.text())) : links(found.related())));
        });
        page.paragraph("## Counters");
        page.paragraph("| Counter | Since | What it counts | Causes |");
        page.line("|---|---|---|---|");
        CATALOG.counters().forEach(entry -> {
            Explanation found = only(entry.name(), Explanation.Kind.Counter);
            page.line("| `%s` | %s | %s | %s |"
                    .formatted(found.name(), since(found), cell(entry.means()), links(found.related())));
        });
        page.isCommitted();
    }

    private static Explanation only(String name, Explanation.Kind kind) {
        return CATALOG.explain(name).stream()
                .filter(found -> found.kind() == kind && found.name().equals(CounterNames.canonical(name)))
                .findFirst()
                .orElseThrow();
    }

    private static String since(Explanation found) {
        return cell(String.join(" ", found.since()).replaceFirst("^Since ", ""));
    }

    private static String links(List<String> names) {
        return names.stream()
                .map(name -> Character.isUpperCase(name.charAt(0))
                        ? "[" + name + "](causes.md#" + name.toLowerCase(Locale.ROOT) + ")"
                        : "[" + name + "](drivers.md)")
                .collect(Collectors.joining(", "));
    }
}
