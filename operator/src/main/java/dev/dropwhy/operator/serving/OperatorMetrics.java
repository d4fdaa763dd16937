package dev.dropwhy.operator.serving;

import dev.dropwhy.api.DropInvestigationStatus;
import dev.dropwhy.api.NodeSummary;
import dev.dropwhy.api.Verdict;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is counted of investigations. No metric carries the name of a node or of an investigation: both are unbounded. */
public final class OperatorMetrics {

    private final MeterRegistry registry;

    public OperatorMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * An investigation has come into another stage.
     *
     * @param stage {@code Waiting}, {@code Suspended}, {@code Running} or {@code Finished}
     * @param status its status
     */
    public void reached(String stage, DropInvestigationStatus status) {
        registry.counter("dropwhy.investigations", "stage", stage).increment();
        if (stage.equals("Finished")) {
            finished(status);
        }
    }

    private void finished(DropInvestigationStatus status) {
        NodeSummary nodes = status.nodes();
        if (nodes != null) {
            registry.counter("dropwhy.reports", "outcome", "Reported").increment(nodes.reported());
            registry.counter("dropwhy.reports", "outcome", "Failed").increment(nodes.failed());
        }
        for (Verdict verdict : status.verdicts()) {
            registry.counter(
                            "dropwhy.verdicts",
                            "severity",
                            verdict.severity().name(),
                            "cause",
                            verdict.cause().name())
                    .increment();
        }
        Duration took = took(status.startTime(), status.completionTime());
        if (took != null) {
            registry.timer("dropwhy.investigation.duration").record(took);
        }
    }

    private static @Nullable Duration took(@Nullable String start, @Nullable String end) {
        return start == null || end == null ? null : Duration.between(Instant.parse(start), Instant.parse(end));
    }
}
