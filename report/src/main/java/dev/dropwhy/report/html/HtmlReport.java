package dev.dropwhy.report.html;

import dev.dropwhy.api.DropInvestigationStatus;
import dev.dropwhy.api.Severity;
import dev.dropwhy.api.Totals;
import dev.dropwhy.api.Verdict;
import dev.dropwhy.report.document.InvestigationDocument;
import dev.dropwhy.report.document.InvestigationReport;
import dev.dropwhy.report.document.StructuredReport;
import dev.dropwhy.report.document.Wording;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The report as one self-contained page. */
public final class HtmlReport {

    /** Most nodes that a page shows; with more it would be megabytes that nobody reads. */
    private static final int MAXIMUM_NODES = 200;

    /** Nodes that are unfolded when the page opens. */
    private static final int UNFOLDED_NODES = 3;

    private final InvestigationReport report;
    private final DropInvestigationStatus status;
    private final Markup page = new Markup();

    private HtmlReport(InvestigationReport report) {
        this.report = report;
        this.status = report.status();
    }

    /**
     * Writes the page.
     *
     * @param report the report
     * @return an HTML document, to be stored as UTF-8
     */
    public static String of(InvestigationReport report) {
        return new HtmlReport(report).write();
    }

    private String write() {
        StyleSheet sheet = StyleSheet.load();
        page.open("html", "lang", "en");
        page.open("head");
        page.single("meta", "charset", "utf-8");
        page.single("meta", "http-equiv", "Content-Security-Policy", "content", sheet.policy());
        page.single("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        page.single("meta", "name", "color-scheme", "content", "light dark");
        page.single("meta", "name", "referrer", "content", "no-referrer");
        page.leaf("title", "dropwhy: " + report.name());
        page.style(sheet.text());
        page.close();
        page.open("body").open("main");
        header();
        section("Balance", this::nodes);
        section("Verdicts, worst first", this::verdicts);
        section("Speakers", this::speakers);
        section("What was asked", this::asked);
        page.leaf(
                "footer",
                "Written by dropwhy. Commands are proposals: nothing was changed on any machine. The page loads nothing.");
        page.close().close().close();
        return page.page();
    }

    private void section(String heading, Runnable content) {
        page.open("section").leaf("h2", heading);
        content.run();
        page.close();
    }

    private void header() {
        page.open("header");
        page.open("p", "class", "kicker").text("dropwhy · investigation ").leaf("strong", report.name());
        window();
        page.close();
        page.leaf("h1", Objects.requireNonNullElse(status.headline(), "There is no outcome yet."));
        page.open("p", "class", "badges");
        worst();
        if (status.nodes() != null && !report.local()) {
            page.leaf("span", "Nodes: " + Wording.nodes(status.nodes()), "class", "badge");
        }
        page.close();
        Totals totals = status.totals();
        if (totals != null) {
            page.open("dl", "class", "tiles");
            tile("Dropped", totals.dropped(), "packets counted by the interfaces");
            tile("Explained", totals.explained(), percent(totals.explained(), totals.dropped()));
            tile("Unexplained", totals.unexplained(), percent(totals.unexplained(), totals.dropped()));
            tile("Events lost", totals.lostEvents(), totals.lostEvents() == 0 ? "every event was seen" : "not seen");
            page.close();
        }
        page.close();
    }

    private void window() {
        if (status.startTime() != null) {
            page.text(" · " + status.startTime()
                    + (status.completionTime() == null ? ", still running" : " to " + status.completionTime()));
        }
    }

    private void worst() {
        @Nullable Severity worst = status.verdicts().stream()
                .map(Verdict::severity)
                .max(Severity::compareTo)
                .orElse(null);
        if (worst != null) {
            VerdictMarkup.severity(page, worst);
        }
    }

    private void tile(String name, long value, String remark) {
        page.open("div", "class", "tile")
                .leaf("dt", name)
                .leaf("dd", Numbers.grouped(value))
                .leaf("dd", remark, "class", "remark")
                .close();
    }

    private static String percent(long part, long whole) {
        return whole == 0 ? "of none" : Numbers.percent(part, whole) + " of them";
    }

    private void nodes() {
        if (report.nodes().isEmpty()) {
            page.leaf("p", "No report of a node is at hand.", "class", "note");
            return;
        }
        NodeMarkup markup = new NodeMarkup(page);
        IntStream.range(0, Math.min(MAXIMUM_NODES, report.nodes().size()))
                .forEach(i -> markup.write(report.nodes().get(i), i < UNFOLDED_NODES));
        if (report.nodes().size() > MAXIMUM_NODES) {
            page.leaf(
                    "p",
                    "This page shows " + MAXIMUM_NODES + " of " + report.nodes().size()
                            + " nodes; the totals and verdicts are of all.",
                    "class",
                    "note");
        }
    }

    private void verdicts() {
        if (status.verdicts().isEmpty()) {
            page.leaf("p", "There is none.", "class", "note");
            return;
        }
        VerdictMarkup markup = new VerdictMarkup(page);
        for (int i = 0; i < status.verdicts().size(); i++) {
            markup.write(i + 1, status.verdicts().get(i));
        }
    }

    private void speakers() {
        List<Verdict> spoken = status.verdicts().stream()
                .filter(verdict -> verdict.speaker() != null)
                .toList();
        if (spoken.isEmpty()) {
            page.leaf("p", "No frame told who sent it.", "class", "note");
            return;
        }
        new SpeakerMarkup(page).table(spoken);
    }

    private void asked() {
        page.open("details");
        page.leaf("summary", "The DropInvestigation as YAML");
        page.open("pre");
        StructuredReport.yaml()
                .write(InvestigationDocument.of(report.name(), report.spec(), null))
                .lines()
                .forEach(line -> page.leaf("code", line).line());
        page.close().close();
    }
}
