package dev.dropwhy.operator.scale;

import dev.dropwhy.api.Cause;
import dev.dropwhy.api.Confidence;
import dev.dropwhy.api.NodeDropReport;
import dev.dropwhy.api.NodeDropReportStatus;
import dev.dropwhy.api.Remedy;
import dev.dropwhy.api.Severity;
import dev.dropwhy.api.Totals;
import dev.dropwhy.api.Verdict;
import dev.dropwhy.diagnosis.catalog.Catalog;
import dev.dropwhy.operator.testing.SimulatedAgents;
import java.util.List;
import java.util.stream.IntStream;

/** The report of a node that has much to tell: four verdicts with evidence and remedies, about 6 KiB. */
final class BusyNode {

    private static final List<Cause> CAUSES =
            List.of(Cause.UnhandledLinkProtocol, Cause.SocketBufferFull, Cause.NoListener, Cause.BacklogOverflow);

    private static final Catalog CATALOG = Catalog.load();

    private BusyNode() {}

    static NodeDropReportStatus report(NodeDropReport report) {
        String node = report.getSpec().nodeName();
        return SimulatedAgents.status(
                report,
                SimulatedAgents.reported(),
                new Totals(400, 390, 10, 0),
                CAUSES.stream().map(cause -> verdict(cause, node)).toList());
    }

    private static Verdict verdict(Cause cause, String node) {
        return new Verdict(
                cause,
                cause == Cause.BacklogOverflow ? Severity.Problem : Severity.Benign,
                Confidence.High,
                statement(cause),
                null,
                null,
                List.of("eth0"),
                null,
                List.of(),
                100 + node.hashCode() % 10,
                6400,
                1.7,
                null,
                "rx_dropped",
                25,
                IntStream.range(0, 4)
                        .mapToObj(i -> "Evidence " + i + " of " + node + ": the counter grew by "
                                + (100 + node.hashCode() % 50) + " in the window, as the events say.")
                        .toList(),
                List.of(),
                CATALOG.cause(cause).remedies().stream()
                        .map(remedy -> new Remedy(
                                remedy.action(),
                                remedy.commands(),
                                remedy.sideEffect(),
                                remedy.verify(),
                                remedy.undo()))
                        .toList());
    }

    /** The catalog's sentence, filled as an agent fills it. */
    private static String statement(Cause cause) {
        return CATALOG.cause(cause)
                .statement()
                .replace("{where}", "eth0")
                .replaceAll("\\{(packets|frames)}", "100 packets")
                .replaceAll("\\{[a-zA-Z]+}", "");
    }
}
