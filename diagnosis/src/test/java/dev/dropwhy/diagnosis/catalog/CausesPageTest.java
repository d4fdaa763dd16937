package dev.dropwhy.diagnosis.catalog;

import static dev.dropwhy.diagnosis.catalog.ReferencePage.codes;
import static dev.dropwhy.diagnosis.catalog.ReferencePage.spelled;

import dev.dropwhy.api.Cause;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** {@code docs/reference/causes.md} says what the catalogs say. */
class CausesPageTest {

    private static final Catalog CATALOG = Catalog.load();

    @Test
    void thePageIsWhatTheCatalogsSay() throws Exception {
        ReferencePage page = new ReferencePage("causes.md", """
                # Causes

                Generated from the catalogs (`diagnosis/src/main/resources`); `dropwhy explain NAME` prints the same on a machine.
                Values in braces are filled in the verdict. Releases are those of kernel.org; stable and distribution kernels have some
                changes earlier. Behind a cause stand [drop reasons, kernel functions and counters](drop-reasons.md), and what
                [drivers](drivers.md) count.

                | Cause | | Severity unless evidence says otherwise | Counters |
                |---|---|---|---|
                """);
        List<CauseEntry> causes = Arrays.stream(Cause.values())
                .map(CATALOG::cause)
                .sorted(Comparator.comparing(entry -> entry.cause().name()))
                .toList();
        causes.forEach(entry -> page.line("| [%s](#%s) | %s | %s | %s |"
                .formatted(
                        entry.cause(),
                        entry.cause().name().toLowerCase(Locale.ROOT),
                        entry.title(),
                        entry.severity(),
                        codes(entry.counters().stream()
                                .map(CounterNames::canonical)
                                .toList()))));
        causes.forEach(entry -> section(entry, page));
        page.isCommitted();
    }

    private static void section(CauseEntry entry, ReferencePage page) {
        Explanation explanation = CATALOG.explain(entry.cause().name()).getFirst();
        page.paragraph("## " + entry.cause());
        page.paragraph(entry.title() + ". " + entry.says());
        page.labelled("Counters", codes(explanation.counters()));
        page.labelled("Counters", explanation.uncounted() == null ? "" : explanation.uncounted());
        page.labelled("Drop reasons", spelled(explanation.reasons()));
        page.labelled("Kernel functions", spelled(explanation.functions()));
        page.labelled("Kernel functions", explanation.elsewhere() == null ? "" : explanation.elsewhere());
        page.list("Since when", explanation.since());
        page.remedies(entry.remedies());
    }
}
