package dev.dropwhy.report.text;

import dev.dropwhy.api.Ledger;
import dev.dropwhy.api.LedgerEntry;
import dev.dropwhy.api.NodeSummary;
import dev.dropwhy.api.Verdict;
import dev.dropwhy.report.document.CleanText;
import dev.dropwhy.report.document.InvestigationReport;
import dev.dropwhy.report.document.NodeFindings;
import dev.dropwhy.report.document.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A report for a person at a terminal: headline, what each node observed and its ledgers, verdicts, limitations. */
public final class TextReport {

    private final Style style;
    private final List<String> lines = new ArrayList<>();

    private TextReport(Style style) {
        this.style = style;
    }

    /**
     * Writes the report.
     *
     * @param report the report
     * @param style terminal or not
     * @return lines, each ended by a line feed
     */
    public static String of(InvestigationReport report, Style style) {
        TextReport text = new TextReport(style);
        text.headline(Objects.requireNonNullElse(report.status().headline(), "There is no outcome yet."));
        text.participation(report);
        report.nodes().forEach(text::node);
        VerdictText verdicts = new VerdictText(style);
        for (int index = 0; index < report.status().verdicts().size(); index++) {
            Verdict verdict = report.status().verdicts().get(index);
            text.lines.add("");
            text.lines.addAll(verdicts.lines(index + 1, verdict));
        }
        report.nodes().forEach(text::limitations);
        return text.lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private void headline(String headline) {
        Paragraphs.wrap("", "", headline, style.width()).forEach(line -> lines.add(style.bold(line)));
    }

    private void participation(InvestigationReport report) {
        NodeSummary nodes = report.status().nodes();
        if (!report.local() && nodes != null) {
            lines.add("");
            field("Nodes", Wording.nodes(nodes));
        }
    }

    private void node(NodeFindings findings) {
        lines.add("");
        field("Node", findings.node());
        field("Observed", Wording.observed(findings));
        field("Events", Wording.events(findings));
        field("Host", Wording.host(findings.host()));
        ledgers(findings.ledgers());
    }

    private void ledgers(List<Ledger> ledgers) {
        List<Ledger> grown =
                ledgers.stream().filter(ledger -> ledger.dropped() != 0).toList();
        if (!grown.isEmpty()) {
            Table table = new Table(2);
            table.row(List.of("Interface", "Counter", "Grew", "Driver", "Core", "Explained", "Unexplained"));
            grown.forEach(ledger -> balance(table, ledger));
            lines.add("");
            List<String> rows = table.lines();
            lines.add(style.bold(rows.getFirst()));
            lines.addAll(rows.subList(1, rows.size()));
        }
        ledgers.forEach(this::otherGrowth);
    }

    private static void balance(Table table, Ledger ledger) {
        table.row(List.of(
                ledger.interfaceName(),
                Wording.counter(ledger.direction()),
                Long.toString(ledger.dropped()),
                Long.toString(ledger.driverPart()),
                Long.toString(ledger.corePart()),
                Long.toString(ledger.explained()),
                Long.toString(ledger.unexplained())));
        for (LedgerEntry entry : ledger.entries()) {
            table.row(List.of("", "  " + Wording.subject(entry), Long.toString(entry.count())));
        }
    }

    /** Drop and error counters that grew beside the one that the ledger balances. */
    private void otherGrowth(Ledger ledger) {
        String others = Wording.otherGrowth(ledger);
        if (!others.isEmpty()) {
            lines.addAll(Paragraphs.wrap("", "  ", ledger.interfaceName() + " also counted " + others, style.width()));
        }
    }

    private void limitations(NodeFindings findings) {
        if (findings.limitations().isEmpty()) {
            return;
        }
        lines.add("");
        String where = findings.node() == null ? "" : " on " + CleanText.of(findings.node());
        lines.add(style.bold("What could not be observed" + where));
        findings.limitations().forEach(sentence -> lines.addAll(Paragraphs.wrap("- ", "  ", sentence, style.width())));
    }

    private void field(String name, @Nullable String value) {
        if (value == null) {
            return;
        }
        String label = "%-9s ".formatted(name);
        List<String> wrapped = Paragraphs.wrap(label, " ".repeat(label.length()), value, style.width());
        lines.add(style.dim(label) + wrapped.getFirst().substring(label.length()));
        lines.addAll(wrapped.subList(1, wrapped.size()));
    }
}
