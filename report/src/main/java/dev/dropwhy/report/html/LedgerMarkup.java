package dev.dropwhy.report.html;

import dev.dropwhy.api.Ledger;
import dev.dropwhy.api.LedgerEntry;
import dev.dropwhy.api.Timeline;
import dev.dropwhy.report.document.Wording;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The balance sheet of one interface and direction: two bars, the numbers behind them as a table, and how they came about.
 *
 * @param page the page
 */
record LedgerMarkup(Markup page) {

    /** Colours that the style sheet has for causes; further causes share the last. */
    private static final int COLOURS = 6;

    private static final int BAR_WIDTH = 1000;
    private static final String BAR_HEIGHT = "20";

    void write(Ledger ledger, @Nullable Timeline timeline) {
        page.open("article", "class", "ledger");
        page.leaf(
                "h3",
                ledger.interfaceName() + " " + Wording.counter(ledger.direction()) + " grew by "
                        + Numbers.grouped(ledger.dropped()));
        where(ledger);
        why(ledger);
        if (ledger.lostEvents() > 0) {
            page.leaf("p", Numbers.grouped(ledger.lostEvents()) + " drop events were lost.", "class", "note");
        }
        otherGrowth(ledger);
        if (timeline == null) {
            page.leaf("p", "This report carries no timeline of it.", "class", "note");
        } else {
            new TimelineMarkup(page).write(timeline);
        }
        page.close();
    }

    /** Drop and error counters that grew beside the balanced one. */
    void otherGrowth(Ledger ledger) {
        String others = Wording.otherGrowth(ledger);
        if (!others.isEmpty()) {
            page.leaf("p", ledger.interfaceName() + " also counted " + others, "class", "note");
        }
    }

    private void where(Ledger ledger) {
        page.leaf("p", "Where the packets were dropped", "class", "caption");
        bar("Driver " + ledger.driverPart() + ", network core " + ledger.corePart());
        double end = segment("driver", 0, ledger.driverPart(), ledger.dropped());
        segment("core", end, ledger.corePart(), ledger.dropped());
        page.close();
        page.open("p", "class", "legend");
        Legend.key(page, "driver", "Driver " + Numbers.grouped(ledger.driverPart()));
        Legend.key(page, "core", "Network core " + Numbers.grouped(ledger.corePart()));
        page.close();
    }

    private void why(Ledger ledger) {
        List<LedgerEntry> entries = ledger.entries();
        page.leaf("p", "What accounts for them", "class", "caption");
        bar(ledger.explained() + " explained, " + ledger.unexplained() + " unexplained");
        double end = 0;
        for (int i = 0; i < entries.size(); i++) {
            end = segment(colour(i), end, entries.get(i).count(), ledger.dropped());
        }
        segment("unexplained", end, ledger.unexplained(), ledger.dropped());
        page.close();
        page.open("div", "class", "scroll").open("table").open("tbody");
        for (int i = 0; i < entries.size(); i++) {
            LedgerEntry entry = entries.get(i);
            row(colour(i), Wording.subject(entry), entry.count(), ledger.dropped());
        }
        row("unexplained", "Unexplained", ledger.unexplained(), ledger.dropped());
        page.close().close().close();
    }

    private static String colour(int index) {
        return "cause" + Math.min(index, COLOURS - 1);
    }

    private void bar(String description) {
        page.open(
                "svg",
                "class",
                "bar",
                "role",
                "img",
                "viewBox",
                "0 0 " + BAR_WIDTH + " " + BAR_HEIGHT,
                "preserveAspectRatio",
                "none");
        page.leaf("title", description);
    }

    /** Draws a part of a bar and returns where it ends. */
    private double segment(String kind, double start, long part, long whole) {
        if (part <= 0 || whole <= 0) {
            return start;
        }
        double width = Math.min(BAR_WIDTH - start, (double) part / whole * BAR_WIDTH);
        page.leaf(
                "rect",
                "",
                "class",
                kind,
                "x",
                Numbers.coordinate(start),
                "y",
                "0",
                "width",
                Numbers.coordinate(Math.max(0, width)),
                "height",
                BAR_HEIGHT);
        return start + width;
    }

    private void row(String kind, String name, long count, long whole) {
        page.open("tr").open("td");
        Legend.swatch(page, kind);
        page.text(name).close();
        page.leaf("td", Numbers.grouped(count), "class", "number");
        page.leaf("td", Numbers.percent(count, whole), "class", "number");
        page.close();
    }
}
