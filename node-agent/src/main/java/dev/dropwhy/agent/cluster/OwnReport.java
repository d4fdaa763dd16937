package dev.dropwhy.agent.cluster;

import dev.dropwhy.api.NodeDropReport;
import dev.dropwhy.api.NodeDropReportStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.Objects;

/**
 * The one object that this agent reads, and whose status it alone writes. Writes are server-side apply of the whole
 * status, so that repeating one whose answer was lost changes nothing. They carry the resourceVersion that was read: the
 * API server does not compare the uid of a status subresource (seen with 1.34), and the report of a later run may have
 * taken the name.
 */
final class OwnReport {

    static final String FIELD_MANAGER = "dropwhy-agent";

    private static final int UNPROCESSABLE = 422;

    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(FIELD_MANAGER)
            .withForce(true)
            .build();

    private final KubernetesClient client;
    private final AgentIdentity identity;

    OwnReport(KubernetesClient client, AgentIdentity identity) {
        this.client = client;
        this.identity = identity;
    }

    /** How a request ended. */
    sealed interface Answer<T> {

        /** It was served. */
        record Served<T>(T value) implements Answer<T> {}

        /** There is no such report (any more). */
        record Gone<T>() implements Answer<T> {}

        /** The API server does not take this content, however often it is sent. */
        record Refused<T>(String why) implements Answer<T> {}

        /** The API server is away, overloaded or does not (yet) allow it: try again. */
        record Unavailable<T>(String why) implements Answer<T> {}
    }

    /** Reads the report. */
    Answer<NodeDropReport> read() {
        try {
            NodeDropReport report = client.resources(NodeDropReport.class)
                    .inNamespace(identity.namespace())
                    .withName(identity.reportName())
                    .get();
            return report == null ? new Answer.Gone<>() : new Answer.Served<>(report);
        } catch (RuntimeException e) { // the client throws more than its own exception, such as on a broken answer
            return new Answer.Unavailable<>("Report " + identity.reportName() + " cannot be read: " + words(e));
        }
    }

    /**
     * Replaces the status.
     *
     * @param of the report as it was last read or written
     * @param status its whole status
     * @return the report as it is now; gone where it was deleted, or replaced by another of its name
     */
    Answer<NodeDropReport> write(NodeDropReport of, NodeDropReportStatus status) {
        try {
            return new Answer.Served<>(apply(of, status));
        } catch (KubernetesClientException e) {
            return e.getCode() == HttpURLConnection.HTTP_CONFLICT ? writeToLatest(of, status) : refusal(e);
        } catch (RuntimeException e) {
            return new Answer.Unavailable<>("The status cannot be written: " + words(e));
        }
    }

    private NodeDropReport apply(NodeDropReport to, NodeDropReportStatus status) {
        var report = new NodeDropReport();
        report.setMetadata(new ObjectMetaBuilder()
                .withName(to.getMetadata().getName())
                .withNamespace(to.getMetadata().getNamespace())
                .withResourceVersion(to.getMetadata().getResourceVersion())
                .build());
        report.setStatus(status);
        return client.resource(report).subresource("status").patch(APPLY);
    }

    /** Something wrote since: the operator, this agent itself (and the answer was lost), or it is another report. */
    private Answer<NodeDropReport> writeToLatest(NodeDropReport of, NodeDropReportStatus status) {
        Answer<NodeDropReport> latest = read();
        if (!(latest instanceof Answer.Served<NodeDropReport>(NodeDropReport now))) {
            return latest;
        }
        if (!Objects.equals(now.getMetadata().getUid(), of.getMetadata().getUid())) {
            return new Answer.Gone<>();
        }
        try {
            return status.equals(now.getStatus()) ? latest : new Answer.Served<>(apply(now, status));
        } catch (KubernetesClientException e) {
            return refusal(e);
        }
    }

    private static Answer<NodeDropReport> refusal(KubernetesClientException e) {
        return switch (e.getCode()) {
            case HttpURLConnection.HTTP_NOT_FOUND -> new Answer.Gone<>();
            case HttpURLConnection.HTTP_BAD_REQUEST, HttpURLConnection.HTTP_ENTITY_TOO_LARGE, UNPROCESSABLE ->
                new Answer.Refused<>(words(e));
            default -> new Answer.Unavailable<>("The status cannot be written: " + words(e));
        };
    }

    private static String words(Throwable e) {
        String said = e instanceof KubernetesClientException client && client.getStatus() != null
                ? client.getStatus().getMessage()
                : null;
        return said != null ? said : deepest(e).toString();
    }

    /** What the client wraps: a refused connection, an unknown host. */
    private static Throwable deepest(Throwable e) {
        Throwable deepest = e;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest;
    }
}
