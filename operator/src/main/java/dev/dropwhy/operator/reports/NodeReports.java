package dev.dropwhy.operator.reports;

import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.NodeDropReport;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The reports that the informer knows, by investigation. */
public final class NodeReports {

    private static final String BY_INVESTIGATION = "investigation-uid";
    private static final long PAGE = 500;

    private final String namespace;
    private @Nullable InformerEventSource<NodeDropReport, DropInvestigation> informer;

    public NodeReports(String namespace) {
        this.namespace = namespace;
    }

    /** Watches reports; only steps of an answer wake the reconciler, not every write to a report. */
    public EventSource<NodeDropReport, DropInvestigation> watch(EventSourceContext<DropInvestigation> context) {
        var source = new InformerEventSource<>(
                InformerEventSourceConfiguration.from(NodeDropReport.class, DropInvestigation.class)
                        .withName("reports")
                        .withNamespaces(namespace)
                        .withLabelSelector(RunLabels.SELECTOR)
                        .withInformerListLimit(PAGE)
                        .withItemStore(new BoundedReportStore())
                        .withSecondaryToPrimaryMapper(Mappers.fromOwnerReferences(DropInvestigation.class, true))
                        // Its own creations are no news; one that was answered while the watch was away is.
                        .withOnAddFilter(report -> report.getStatus() != null)
                        .withOnUpdateFilter(NodeReports::isStep)
                        .build(),
                context);
        source.addIndexers(Map.of(BY_INVESTIGATION, report -> {
            String uid = RunLabels.uid(report);
            return uid == null ? List.of() : List.of(uid);
        }));
        informer = source;
        return source;
    }

    /** Every report of an investigation, those of its earlier runs too. */
    public List<NodeDropReport> of(DropInvestigation investigation) {
        return Objects.requireNonNull(informer, "watch() comes first")
                .byIndex(BY_INVESTIGATION, investigation.getMetadata().getUid());
    }

    /**
     * What nodes have answered in one run.
     *
     * @param run start of the run, as the status holds it
     */
    public Map<String, NodeAnswer> answers(DropInvestigation investigation, String run) {
        var answers = new HashMap<String, NodeAnswer>();
        String uid = investigation.getMetadata().getUid();
        for (NodeDropReport report : of(investigation)) {
            if (run.equals(RunLabels.run(report))) {
                NodeAnswer answer = ReportReview.of(report, uid);
                answers.put(answer.node(), answer);
            }
        }
        return answers;
    }

    private static boolean isStep(NodeDropReport updated, NodeDropReport known) {
        String uid = Objects.requireNonNullElse(RunLabels.uid(updated), "");
        NodeAnswer now = ReportReview.of(BoundedReportStore.bounded(updated), uid);
        NodeAnswer before = ReportReview.of(BoundedReportStore.bounded(known), uid);
        return now.getClass() != before.getClass();
    }
}
