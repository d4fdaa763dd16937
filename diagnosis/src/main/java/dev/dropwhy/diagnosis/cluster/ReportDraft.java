package dev.dropwhy.diagnosis.cluster;

import dev.dropwhy.api.Ledger;
import dev.dropwhy.api.NodeDropReportStatus;
import dev.dropwhy.api.Timeline;
import dev.dropwhy.api.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/** A report that gives up detail until it fits, and remembers what it gave up. */
final class ReportDraft {

    private static final int FEW_COUNTERS = 8;
    private static final int FEW_LEDGERS = 8;

    private final NodeDropReportStatus whole;
    private final List<Ledger> ledgers;
    private final List<Verdict> verdicts;
    private List<String> handlers;
    private Map<String, String> settings;
    private List<String> limitations;
    private List<Timeline> timelines;
    private int countersLeftOut;

    ReportDraft(NodeDropReportStatus whole) {
        this.whole = whole;
        this.ledgers = new ArrayList<>(whole.ledgers());
        this.ledgers.sort(Comparator.comparing(Ledger::dropped, Comparator.reverseOrder())); // stable: ties keep order
        this.verdicts = new ArrayList<>(whole.verdicts());
        this.handlers = whole.handlers();
        this.settings = whole.settings();
        this.limitations = whole.limitations();
        this.timelines = whole.timelines();
    }

    NodeDropReportStatus within(int maximumBytes) {
        if (SerializedSize.of(whole) <= maximumBytes) {
            return whole;
        }
        NodeDropReportStatus status = whole;
        for (Runnable concession : concessions()) {
            concession.run();
            status = status();
            if (SerializedSize.of(status) <= maximumBytes) {
                break;
            }
        }
        return status;
    }

    /** What to give up, in the order that hurts a reader least. */
    private List<Runnable> concessions() {
        var concessions = new ArrayList<Runnable>();
        fromLast(timelines.size(), i -> concessions.add(() -> timelines = timelines.subList(0, i)));
        fromLast(ledgers.size(), i -> concessions.add(() -> keepCounters(i, FEW_COUNTERS)));
        fromLast(verdicts.size(), i -> concessions.add(() -> keep(i, Detail.Modest)));
        fromLast(ledgers.size(), i -> concessions.add(() -> keepCounters(i, 0)));
        concessions.add(() -> keepLedgers(FEW_LEDGERS));
        fromLast(verdicts.size(), i -> concessions.add(() -> keep(i, Detail.Terse)));
        fromLast(verdicts.size(), i -> concessions.add(() -> keep(i, Detail.Bare)));
        concessions.add(() -> keepLedgers(2));
        concessions.add(() -> limitations = limitations.subList(0, Math.min(4, limitations.size())));
        fromLast(verdicts.size() - 1, i -> concessions.add(verdicts::removeLast));
        concessions.add(() -> settings = Map.of());
        concessions.add(() -> handlers = List.of());
        concessions.add(() -> limitations = List.of());
        concessions.add(() -> keepLedgers(0));
        concessions.add(() -> keep(0, Detail.Least));
        return concessions;
    }

    private static void fromLast(int size, IntConsumer each) {
        for (int i = size - 1; i >= 0; i--) {
            each.accept(i);
        }
    }

    private void keepCounters(int index, int maximum) {
        if (index >= ledgers.size()) {
            return;
        }
        Ledger ledger = ledgers.get(index);
        int left = Math.max(0, ledger.counters().size() - maximum);
        countersLeftOut += left;
        ledgers.set(
                index,
                new Ledger(
                        ledger.interfaceName(),
                        ledger.direction(),
                        ledger.dropped(),
                        ledger.driverPart(),
                        ledger.corePart(),
                        ledger.entries(),
                        ledger.explained(),
                        ledger.unexplained(),
                        ledger.lostEvents(),
                        ledger.counters().subList(0, ledger.counters().size() - left)));
    }

    private void keepLedgers(int maximum) {
        while (ledgers.size() > maximum) {
            ledgers.removeLast();
        }
    }

    private void keep(int index, Detail detail) {
        if (index < verdicts.size()) {
            verdicts.set(index, detail.of(verdicts.get(index)));
        }
    }

    private NodeDropReportStatus status() {
        var said = new ArrayList<>(limitations.subList(0, Math.min(ApiBounds.LINES - 1, limitations.size())));
        said.add("To stay within " + NodeReport.MAXIMUM_BYTES / 1024 + " KiB this report leaves out: " + leftOut()
                + ".");
        return new NodeDropReportStatus(
                whole.investigationUid(),
                whole.acceptedTime(),
                whole.startTime(),
                whole.completionTime(),
                whole.conditions(),
                whole.host(),
                whole.engine(),
                handlers,
                settings,
                whole.headline(),
                whole.totals(),
                ledgers,
                verdicts,
                said,
                timelines);
    }

    private String leftOut() {
        var parts = new ArrayList<String>();
        add(parts, whole.timelines().size() - timelines.size(), "timeline");
        add(parts, countersLeftOut, "counter");
        add(parts, whole.ledgers().size() - ledgers.size(), "ledger");
        int shortened = 0;
        for (int i = 0; i < verdicts.size(); i++) {
            shortened += verdicts.get(i).equals(whole.verdicts().get(i)) ? 0 : 1;
        }
        if (shortened > 0) {
            parts.add("evidence or remedies of " + shortened + (shortened == 1 ? " verdict" : " verdicts"));
        }
        add(parts, whole.verdicts().size() - verdicts.size(), "verdict");
        add(parts, whole.settings().size() - settings.size(), "setting");
        add(parts, whole.handlers().size() - handlers.size(), "protocol handler");
        add(parts, whole.limitations().size() - limitations.size(), "limitation");
        return String.join(", ", parts);
    }

    private static void add(List<String> parts, int count, String what) {
        if (count > 0) {
            parts.add(count + " " + what + (count == 1 ? "" : "s"));
        }
    }
}
