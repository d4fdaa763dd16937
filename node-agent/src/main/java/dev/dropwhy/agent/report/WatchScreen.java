package dev.dropwhy.agent.report;

import dev.dropwhy.api.Ledger;
import dev.dropwhy.api.LedgerEntry;
import dev.dropwhy.api.Verdict;
import dev.dropwhy.diagnosis.NodeDiagnosis;
import dev.dropwhy.report.text.Paragraphs;
import dev.dropwhy.report.text.Style;
import dev.dropwhy.report.text.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code dropwhy watch} shows: counters with their rates, those that just moved set off, and below them what the last
 * window's diagnosis says. Holds the state between two samples; used by one thread.
 */
public final class WatchScreen {

    /** Shown even where they stand still. */
    private static final Set<String> ALWAYS = Set.of("rx_packets", "rx_dropped", "tx_packets", "tx_dropped");

    private static final Set<String> NO_LOSS =
            Set.of("rx_bytes", "tx_bytes", "multicast", "rx_compressed", "tx_compressed");

    /** Closer samples than this give no rate: the end of one window and the begin of the next. */
    private static final long SHORTEST_INTERVAL_NANOS = 300_000_000;

    private static final double NANOS_PER_SECOND = 1e9;
    private static final int MAXIMUM_VERDICTS = 5;

    private final Style style;
    private final Map<String, Map<String, Long>> first = new LinkedHashMap<>();
    private Map<String, Map<String, Long>> before = Map.of();
    private Map<String, Map<String, Long>> now = Map.of();
    private long nowNanos;
    private double seconds;
    private @Nullable NodeDiagnosis diagnosis;

    /**
     * @param style terminal or not
     */
    public WatchScreen(Style style) {
        this.style = style;
    }

    /**
     * Takes a sample.
     *
     * @param nanos when, on a monotonic clock
     * @param statistics link statistics by interface
     * @return whether there is something new to show
     */
    public boolean sample(long nanos, Map<String, Map<String, Long>> statistics) {
        statistics.forEach(first::putIfAbsent);
        if (now.isEmpty()) {
            now = statistics;
            nowNanos = nanos;
            return true;
        }
        if (nanos - nowNanos < SHORTEST_INTERVAL_NANOS) {
            return false;
        }
        before = now;
        now = statistics;
        seconds = (nanos - nowNanos) / NANOS_PER_SECOND;
        nowNanos = nanos;
        return true;
    }

    /** Takes the diagnosis of the window that just ended. */
    public void diagnosed(NodeDiagnosis latest) {
        diagnosis = latest;
    }

    /** The screen, line by line. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(counters());
        NodeDiagnosis known = diagnosis;
        lines.add("");
        if (known == null) {
            lines.add(style.dim("The first window is still open; its diagnosis follows."));
            return lines;
        }
        Paragraphs.wrap("", "", known.headline(), style.width()).forEach(line -> lines.add(style.bold(line)));
        known.ledgers().stream()
                .filter(ledger -> ledger.dropped() != 0)
                .forEach(ledger -> lines.addAll(Paragraphs.wrap("", "  ", balance(ledger), style.width())));
        known.verdicts().stream().limit(MAXIMUM_VERDICTS).forEach(verdict -> verdict(lines, verdict));
        return lines;
    }

    private List<String> counters() {
        Table table = new Table(2);
        List<Boolean> moved = new ArrayList<>();
        table.row(List.of("Interface", "Counter", "Value", "Per second", "Since start"));
        now.forEach((name, values) -> {
            String shown = name;
            for (Map.Entry<String, Long> counter : values.entrySet()) {
                long sinceStart = counter.getValue() - of(first, name, counter.getKey(), counter.getValue());
                if (!isShown(counter.getKey(), sinceStart)) {
                    continue;
                }
                long step = counter.getValue() - of(before, name, counter.getKey(), counter.getValue());
                table.row(List.of(
                        shown,
                        counter.getKey(),
                        Long.toString(counter.getValue()),
                        seconds == 0 ? "" : rate(step / seconds),
                        Long.toString(sinceStart)));
                moved.add(step != 0 && !counter.getKey().endsWith("_packets"));
                shown = "";
            }
        });
        List<String> rows = table.lines();
        List<String> lines = new ArrayList<>();
        lines.add(style.bold(rows.getFirst()));
        for (int row = 1; row < rows.size(); row++) {
            lines.add(moved.get(row - 1) ? style.bold(rows.get(row)) : rows.get(row));
        }
        return lines;
    }

    private static boolean isShown(String counter, long sinceStart) {
        return ALWAYS.contains(counter) || (sinceStart != 0 && !NO_LOSS.contains(counter));
    }

    private static long of(Map<String, Map<String, Long>> sample, String name, String counter, long otherwise) {
        return sample.getOrDefault(name, Map.of()).getOrDefault(counter, otherwise);
    }

    private static String rate(double perSecond) {
        return String.format(Locale.ROOT, perSecond == Math.rint(perSecond) ? "%.0f" : "%.1f", perSecond);
    }

    private static String balance(Ledger ledger) {
        String parts = ledger.entries().stream().map(WatchScreen::part).collect(Collectors.joining(", "));
        return "%s %s: %d dropped, %d explained%s, %d unexplained"
                .formatted(
                        ledger.interfaceName(),
                        ledger.direction().name().toLowerCase(Locale.ROOT),
                        ledger.dropped(),
                        ledger.explained(),
                        parts.isEmpty() ? "" : " (" + parts + ")",
                        ledger.unexplained());
    }

    private static String part(LedgerEntry entry) {
        return entry.count() + " " + entry.cause() + (entry.protocol() == null ? "" : " " + entry.protocol());
    }

    private void verdict(List<String> lines, Verdict verdict) {
        String label = verdict.severity().name().toUpperCase(Locale.ROOT) + "  ";
        List<String> wrapped = Paragraphs.wrap(label, "  ", verdict.statement(), style.width());
        lines.add(style.severity(verdict.severity(), label.strip()) + "  "
                + wrapped.getFirst().substring(label.length()));
        lines.addAll(wrapped.subList(1, wrapped.size()));
    }
}
