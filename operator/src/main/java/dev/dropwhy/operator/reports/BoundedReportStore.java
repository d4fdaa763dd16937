package dev.dropwhy.operator.reports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.dropwhy.api.NodeDropReport;
import dev.dropwhy.api.NodeDropReportStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The informer's store for reports: keeps what a verdict needs and nothing that only its writers or a taken-over node
 * need. Field managers are left out; a status above {@link #MAXIMUM_BYTES} is replaced by the reason why it was refused.
 */
final class BoundedReportStore implements ItemStore<NodeDropReport> {

    /** What the API promises of a report's status. */
    static final int MAXIMUM_BYTES = 16 * 1024;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final BasicItemStore<NodeDropReport> kept = new BasicItemStore<>(Cache::metaNamespaceKeyFunc);

    @Override
    public String getKey(NodeDropReport report) {
        return kept.getKey(report);
    }

    @Override
    public NodeDropReport put(String key, NodeDropReport report) {
        return kept.put(key, bounded(report));
    }

    @Override
    public NodeDropReport remove(String key) {
        return kept.remove(key);
    }

    @Override
    public Stream<String> keySet() {
        return kept.keySet();
    }

    @Override
    public Stream<NodeDropReport> values() {
        return kept.values();
    }

    @Override
    public int size() {
        return kept.size();
    }

    @Override
    public NodeDropReport get(String key) {
        return kept.get(key);
    }

    /** The report as it is kept. */
    static NodeDropReport bounded(NodeDropReport report) {
        ObjectMeta metadata = new ObjectMetaBuilder(report.getMetadata())
                .withManagedFields(List.of())
                .build();
        var bounded = new NodeDropReport();
        bounded.setSpec(report.getSpec());
        NodeDropReportStatus status = report.getStatus();
        int bytes = status == null ? 0 : size(status);
        if (bytes <= MAXIMUM_BYTES) {
            bounded.setStatus(status == null ? null : status.withoutTimelines());
        } else {
            Map<String, String> annotations =
                    new HashMap<>(metadata.getAnnotations() == null ? Map.of() : metadata.getAnnotations());
            annotations.put(
                    ReportReview.REFUSED,
                    "its report has " + bytes + " bytes, " + MAXIMUM_BYTES + " are the most that is believed");
            metadata.setAnnotations(annotations);
        }
        bounded.setMetadata(metadata);
        return bounded;
    }

    private static int size(NodeDropReportStatus status) {
        try {
            return JSON.writeValueAsBytes(status).length;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of the API always serialize", e);
        }
    }
}
