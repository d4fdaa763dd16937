package dev.dropwhy.agent.report;

import dev.dropwhy.api.Condition;
import dev.dropwhy.api.DropInvestigationSpec;
import dev.dropwhy.api.DropInvestigationStatus;
import dev.dropwhy.api.EngineChoice;
import dev.dropwhy.api.InvestigationSummary;
import dev.dropwhy.api.NodeSummary;
import dev.dropwhy.api.Totals;
import dev.dropwhy.api.Verdict;
import dev.dropwhy.diagnosis.NodeDiagnosis;
import dev.dropwhy.diagnosis.observation.InterfaceObservation;
import dev.dropwhy.diagnosis.observation.Observation;
import dev.dropwhy.report.document.InvestigationReport;
import dev.dropwhy.report.document.NodeFindings;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The report of an investigation that ran on this machine alone: one node, targeted and reported. */
public final class LocalReport {

    private static final int MAXIMUM_VERDICTS = 16;
    private static final int MAXIMUM_HEADLINE = 512;
    private static final int MAXIMUM_MESSAGE = 1024;

    private LocalReport() {}

    /**
     * Makes the report.
     *
     * @param name name of the investigation
     * @param spec what was asked
     * @param observation what was measured
     * @param diagnosis what it means
     */
    public static InvestigationReport of(
            String name, DropInvestigationSpec spec, Observation observation, NodeDiagnosis diagnosis) {
        return new InvestigationReport(
                name, spec, status(observation, diagnosis), List.of(findings(observation, diagnosis)));
    }

    private static NodeFindings findings(Observation observation, NodeDiagnosis diagnosis) {
        return new NodeFindings(
                null,
                observation.start(),
                Duration.ofMillis(observation.durationMillis()),
                observation.interfaces().stream()
                        .map(InterfaceObservation::name)
                        .toList(),
                observation.host(),
                observation.engine(),
                observation.events().seen(),
                observation.events().lost(),
                diagnosis.ledgers(),
                diagnosis.limitations(),
                diagnosis.timelines());
    }

    private static DropInvestigationStatus status(Observation observation, NodeDiagnosis diagnosis) {
        Instant start = observation.start();
        Instant end = start.plusMillis(observation.durationMillis());
        String ended = end.truncatedTo(ChronoUnit.SECONDS).toString();
        return new DropInvestigationStatus(
                null,
                start.truncatedTo(ChronoUnit.SECONDS).toString(),
                ended,
                cut(diagnosis.headline(), MAXIMUM_HEADLINE),
                List.of(
                        condition("Accepted", "Valid", "The investigation ran on this machine.", ended),
                        condition("AgentsReady", observation.engine().used().name(), engine(observation), ended),
                        condition("ReportsCollected", "AllReported", "1 of 1 nodes reported.", ended),
                        condition("Succeeded", "Complete", limitations(diagnosis), ended)),
                summary(diagnosis),
                new NodeSummary(1, 0, 1, 0, List.of(), List.of()),
                diagnosis.totals(),
                diagnosis.verdicts().stream().limit(MAXIMUM_VERDICTS).toList());
    }

    private static InvestigationSummary summary(NodeDiagnosis diagnosis) {
        Totals totals = diagnosis.totals();
        String explained = totals.dropped() == 0 ? null : 100 * totals.explained() / totals.dropped() + "%";
        if (diagnosis.verdicts().isEmpty()) {
            return new InvestigationSummary(totals.dropped() == 0 ? "NoDrops" : "Unexplained", null, "1/1", explained);
        }
        Verdict worst = diagnosis.verdicts().getFirst();
        String cause = worst.cause().name() + (worst.protocol() == null ? "" : "/" + worst.protocol());
        return new InvestigationSummary(worst.severity().name(), cause, "1/1", explained);
    }

    private static Condition condition(String type, String reason, String message, String time) {
        return new Condition(type, "True", null, time, reason, cut(message, MAXIMUM_MESSAGE));
    }

    private static String engine(Observation observation) {
        EngineChoice engine = observation.engine();
        String events = "Drop events came from " + engine.used() + ".";
        return engine.reason() == null ? events : events + " " + engine.reason();
    }

    private static String limitations(NodeDiagnosis diagnosis) {
        return diagnosis.limitations().isEmpty() ? "Every source was read." : String.join(" ", diagnosis.limitations());
    }

    private static String cut(String text, int maximum) {
        return text.length() <= maximum ? text : text.substring(0, maximum - 1) + "…";
    }
}
