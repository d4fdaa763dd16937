package dev.dropwhy.agent.report;

import dev.dropwhy.api.CounterGrowth;
import dev.dropwhy.api.Direction;
import dev.dropwhy.api.EngineChoice;
import dev.dropwhy.api.Ledger;
import dev.dropwhy.api.LedgerEntry;
import dev.dropwhy.api.Verdict;
import dev.dropwhy.diagnosis.NodeDiagnosis;
import dev.dropwhy.diagnosis.observation.InterfaceObservation;
import dev.dropwhy.diagnosis.observation.Observation;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The diagnosis of one machine for a person at a terminal: headline, ledger, verdicts, limitations. */
public final class TextReport {

    private final Style style;
    private final List<String> lines = new ArrayList<>();

    private TextReport(Style style) {
        this.style = style;
    }

    /**
     * Writes the report.
     *
     * @param observation what was measured
     * @param diagnosis what it means
     * @param style terminal or not
     * @return lines, each ended by a line feed
     */
    public static String of(Observation observation, NodeDiagnosis diagnosis, Style style) {
        TextReport report = new TextReport(style);
        report.head(observation, diagnosis);
        report.ledgers(diagnosis);
        VerdictText verdicts = new VerdictText(style);
        for (int index = 0; index < diagnosis.verdicts().size(); index++) {
            Verdict verdict = diagnosis.verdicts().get(index);
            report.lines.add("");
            report.lines.addAll(verdicts.lines(index + 1, verdict));
        }
        report.limitations(diagnosis);
        return report.lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private void head(Observation observation, NodeDiagnosis diagnosis) {
        Paragraphs.wrap("", "", diagnosis.headline(), style.width()).forEach(line -> lines.add(style.bold(line)));
        lines.add("");
        EngineChoice engine = observation.engine();
        field(
                "Observed",
                observation.interfaces().stream()
                                .map(InterfaceObservation::name)
                                .collect(Collectors.joining(", "))
                        + " for " + seconds(observation.durationMillis()) + " from "
                        + observation.start().truncatedTo(ChronoUnit.SECONDS));
        field(
                "Events",
                engine.used() + ": " + observation.events().seen() + " seen, "
                        + observation.events().lost() + " lost"
                        + (engine.reason() == null ? "" : ". " + engine.reason()));
        field(
                "Host",
                "Linux " + observation.host().kernelRelease() + ", "
                        + observation.host().architecture() + ", "
                        + observation.host().cpus() + " CPUs"
                        + (observation.host().networkNamespace() == null
                                ? ""
                                : ", network namespace " + observation.host().networkNamespace()));
    }

    private void ledgers(NodeDiagnosis diagnosis) {
        List<Ledger> grown = diagnosis.ledgers().stream()
                .filter(ledger -> ledger.dropped() != 0)
                .toList();
        if (!grown.isEmpty()) {
            Table table = new Table(2);
            table.row(List.of("Interface", "Counter", "Grew", "Driver", "Core", "Explained", "Unexplained"));
            for (Ledger ledger : grown) {
                table.row(List.of(
                        ledger.interfaceName(),
                        ledger.direction() == Direction.Receive ? "rx_dropped" : "tx_dropped",
                        Long.toString(ledger.dropped()),
                        Long.toString(ledger.driverPart()),
                        Long.toString(ledger.corePart()),
                        Long.toString(ledger.explained()),
                        Long.toString(ledger.unexplained())));
                for (LedgerEntry entry : ledger.entries()) {
                    table.row(List.of(
                            "",
                            "  " + entry.cause() + (entry.protocol() == null ? "" : " " + entry.protocol()),
                            Long.toString(entry.count())));
                }
            }
            lines.add("");
            List<String> rows = table.lines();
            lines.add(style.bold(rows.getFirst()));
            lines.addAll(rows.subList(1, rows.size()));
        }
        for (Ledger ledger : diagnosis.ledgers()) {
            otherGrowth(ledger);
        }
    }

    /** Drop and error counters that grew beside the one that the ledger balances. */
    private void otherGrowth(Ledger ledger) {
        String balanced = ledger.direction() == Direction.Receive ? "rx_dropped" : "tx_dropped";
        String others = ledger.counters().stream()
                .filter(counter -> !counter.name().equals(balanced) && speaksOfLoss(counter.name()))
                .map(TextReport::growth)
                .collect(Collectors.joining(", "));
        if (!others.isEmpty()) {
            lines.addAll(Paragraphs.wrap("", "  ", ledger.interfaceName() + " also counted " + others, style.width()));
        }
    }

    private static boolean speaksOfLoss(String counter) {
        return counter.contains("drop")
                || counter.contains("err")
                || counter.contains("nohandler")
                || counter.contains("fifo")
                || counter.contains("missed");
    }

    private static String growth(CounterGrowth counter) {
        return counter.name() + " +" + counter.grew();
    }

    private void limitations(NodeDiagnosis diagnosis) {
        if (diagnosis.limitations().isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(style.bold("What could not be observed"));
        diagnosis.limitations().forEach(sentence -> lines.addAll(Paragraphs.wrap("- ", "  ", sentence, style.width())));
    }

    private void field(String name, String value) {
        String label = "%-9s ".formatted(name);
        List<String> wrapped = Paragraphs.wrap(label, " ".repeat(label.length()), value, style.width());
        lines.add(style.dim(label) + wrapped.getFirst().substring(label.length()));
        lines.addAll(wrapped.subList(1, wrapped.size()));
    }

    static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
}
