package dev.dropwhy.diagnosis.cluster;

import dev.dropwhy.api.EventSource;
import dev.dropwhy.api.NodeDropReportStatus;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a report says about the node itself, as far as it may tell nodes apart.
 *
 * @param kernel kernel release, empty where the report does not say
 * @param engine source of drop events, null where the report does not say
 * @param handlers protocol handlers, each as EtherType and kernel function
 * @param settings kernel settings by name
 */
record NodeFacts(String kernel, @Nullable EventSource engine, Set<String> handlers, Map<String, String> settings) {

    static NodeFacts of(NodeDropReportStatus report) {
        return new NodeFacts(
                report.host() == null || report.host().kernelRelease() == null
                        ? ""
                        : PlainText.of(report.host().kernelRelease(), ApiBounds.COUNTER_NAME),
                report.engine() == null ? null : report.engine().used(),
                Set.copyOf(PlainText.list(report.handlers(), ApiBounds.HANDLERS, ApiBounds.HANDLER)),
                ApiBounds.settings(report.settings()));
    }

    /** Whether the node could have seen drops that no counter of an interface shows. */
    boolean sawEvents() {
        return engine != null && engine != EventSource.CountersOnly;
    }
}
