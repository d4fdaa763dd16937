package dev.dropwhy.operator.reports;

import dev.dropwhy.api.Condition;
import dev.dropwhy.api.NodeDropReport;
import dev.dropwhy.api.NodeDropReportStatus;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides what a report says, and whether it may be believed. */
final class ReportReview {

    /** Annotation that {@link BoundedReportStore} leaves in place of a status that it refused. */
    static final String REFUSED = "dropwhy.dev/refused";

    private static final int REASON = 200;

    private ReportReview() {}

    /**
     * Reviews.
     *
     * @param report as the store kept it
     * @param uid uid of the investigation that it must answer
     */
    static NodeAnswer of(NodeDropReport report, String uid) {
        String node = report.getSpec().nodeName();
        String refused = refusal(report);
        if (refused != null) {
            return new NodeAnswer.Failed(node, refused);
        }
        NodeDropReportStatus status = report.getStatus();
        if (status == null) {
            return new NodeAnswer.Awaited(node);
        }
        if (status.investigationUid() != null && !status.investigationUid().equals(uid)) {
            return new NodeAnswer.Failed(node, "its report answers another investigation");
        }
        return byConditions(node, status, uid);
    }

    private static NodeAnswer byConditions(String node, NodeDropReportStatus status, String uid) {
        Optional<Condition> reported = condition(status, "Reported");
        Optional<Condition> accepted = condition(status, "Accepted");
        if (is(reported, "True")) {
            return uid.equals(status.investigationUid())
                    ? new NodeAnswer.Reported(node, status)
                    : new NodeAnswer.Failed(node, "its report does not say which investigation it answers");
        }
        if (is(reported, "False")) {
            return new NodeAnswer.Failed(node, words(reported.orElseThrow()));
        }
        if (is(accepted, "False")) {
            return new NodeAnswer.Failed(node, words(accepted.orElseThrow()));
        }
        return is(accepted, "True") ? new NodeAnswer.Observing(node) : new NodeAnswer.Awaited(node);
    }

    private static Optional<Condition> condition(NodeDropReportStatus status, String type) {
        return status.conditions().stream()
                .filter(condition -> type.equals(condition.type()))
                .findFirst();
    }

    private static boolean is(Optional<Condition> condition, String status) {
        return condition.map(found -> status.equals(found.status())).orElse(false);
    }

    /** The agent's own words, without what a terminal would obey. */
    private static String words(Condition condition) {
        String plain = condition.message().replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "");
        String cut = plain.length() <= REASON ? plain : plain.substring(0, REASON);
        String withoutStop = cut.endsWith(".") ? cut.substring(0, cut.length() - 1) : cut;
        return withoutStop.isBlank() ? "it did not say why" : withoutStop;
    }

    private static @Nullable String refusal(NodeDropReport report) {
        return report.getMetadata().getAnnotations() == null
                ? null
                : report.getMetadata().getAnnotations().get(REFUSED);
    }
}
