package dev.dropwhy.diagnosis.catalog;

import static dev.dropwhy.diagnosis.catalog.ReferencePage.codes;
import static dev.dropwhy.diagnosis.catalog.ReferencePage.spelled;

import dev.dropwhy.api.Cause;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/reference/drivers.md} says what the catalog of drivers says. */
class DriversPageTest {

    private static final Catalog CATALOG = Catalog.load();

    @Test
    void thePageIsWhatTheCatalogSays() throws Exception {
        ReferencePage page = new ReferencePage("drivers.md", """
                # Drivers

                What `rx_dropped` and `tx_dropped` of each driver or kind of link hold, what grows with what, and since when. Generated from
                the catalog (`diagnosis/src/main/resources`); `dropwhy explain veth` prints the same on a machine. Every interface's
                counters are the driver's plus the network core's own.
                """);
        for (DriverEntry entry : CATALOG.drivers()) {
            Explanation explanation = CATALOG.explain(entry.drivers().getFirst()).stream()
                    .filter(found -> found.kind() == Explanation.Kind.Driver)
                    .findFirst()
                    .orElseThrow();
            page.paragraph("## " + String.join(", ", entry.drivers()));
            page.labelled("`rx_dropped`", entry.rx());
            page.labelled("`tx_dropped`", entry.tx());
            page.list(
                    "What grows together",
                    entry.together().stream().map(GrowingTogether::sentence).toList());
            page.labelled("Statistics of `ethtool -S` that `rx_dropped` holds", patterns(entry.rxDrops()));
            page.labelled("Of these, what an XDP program refused", patterns(entry.xdpDrops()));
            page.labelled("Statistics of `ethtool -S` that `tx_dropped` holds", patterns(entry.txDrops()));
            page.labelled("Statistics and counters by which the device admits losses", patterns(entry.deviceDrops()));
            page.labelled(
                    "Losses that no drop event shows",
                    entry.mayCount() ? "`rx_dropped` may hold some." : "`rx_dropped` holds none.");
            page.labelled("Kernel functions", spelled(explanation.functions()));
            page.list("Since when", explanation.since());
            page.labelled("Causes", links(entry.causes()));
            page.paragraph(entry.notes() == null ? "" : entry.notes());
        }
        page.isCommitted();
    }

    private static String patterns(List<Pattern> patterns) {
        return codes(patterns.stream().map(Pattern::pattern).toList());
    }

    private static String links(Collection<Cause> causes) {
        return causes.stream()
                .map(cause -> "[" + cause + "](causes.md#" + cause.name().toLowerCase(Locale.ROOT) + ")")
                .collect(Collectors.joining(", "));
    }
}
