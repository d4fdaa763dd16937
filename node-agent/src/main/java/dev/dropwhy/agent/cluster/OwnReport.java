package dev.dropwhy.agent.cluster;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dropwhy.agent.cluster.AgentClient.Reply;
import dev.dropwhy.api.NodeDropReport;
import dev.dropwhy.api.NodeDropReportSpec;
import dev.dropwhy.api.NodeDropReportStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one object that this agent reads, and whose status it alone writes. Writes are server-side apply of the whole
 * status, so that repeating one whose answer was lost changes nothing. They carry the resourceVersion that was read: the
 * API server does not compare the uid of a status subresource (seen with 1.34), and the report of a later run may have
 * taken the name.
 */
final class OwnReport {

    static final String FIELD_MANAGER = "dropwhy-agent";

    private static final int UNPROCESSABLE = 422;
    private static final int LONGEST_WORDS = 1_024;

    /** A later operator may have fields that this agent does not know. */
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final AgentClient client;
    private final AgentIdentity identity;
    private final String path;

    OwnReport(AgentClient client, AgentIdentity identity) {
        this.client = client;
        this.identity = identity;
        this.path = "apis/" + HasMetadata.getApiVersion(NodeDropReport.class) + "/namespaces/" + identity.namespace()
                + "/" + HasMetadata.getPlural(NodeDropReport.class) + "/" + identity.reportName();
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
        String trouble = "Report " + identity.reportName() + " cannot be read: ";
        try {
            Reply reply = client.get(path);
            return switch (reply.code()) {
                case HttpURLConnection.HTTP_OK -> new Answer.Served<>(report(reply));
                case HttpURLConnection.HTTP_NOT_FOUND -> new Answer.Gone<>();
                default -> new Answer.Unavailable<>(trouble + words(reply));
            };
        } catch (IOException e) {
            return new Answer.Unavailable<>(trouble + e.getMessage());
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
            Reply reply = apply(of, status);
            return reply.code() == HttpURLConnection.HTTP_CONFLICT ? writeToLatest(of, status) : answer(reply);
        } catch (IOException e) {
            return new Answer.Unavailable<>("The status cannot be written: " + e.getMessage());
        }
    }

    /** Something wrote since: the operator, this agent itself (and the answer was lost), or it is another report. */
    private Answer<NodeDropReport> writeToLatest(NodeDropReport of, NodeDropReportStatus status) throws IOException {
        Answer<NodeDropReport> latest = read();
        if (!(latest instanceof Answer.Served<NodeDropReport>(NodeDropReport now))) {
            return latest;
        }
        if (!Objects.equals(now.getMetadata().getUid(), of.getMetadata().getUid())) {
            return new Answer.Gone<>();
        }
        return status.equals(now.getStatus()) ? latest : answer(apply(now, status));
    }

    private Reply apply(NodeDropReport to, NodeDropReportStatus status) throws IOException {
        ObjectNode report = JSON.createObjectNode();
        report.put("apiVersion", to.getApiVersion()).put("kind", to.getKind());
        report.putObject("metadata")
                .put("name", to.getMetadata().getName())
                .put("namespace", to.getMetadata().getNamespace())
                .put("resourceVersion", to.getMetadata().getResourceVersion());
        report.set("status", JSON.valueToTree(status));
        return client.apply(
                path + "/status?fieldManager=" + FIELD_MANAGER + "&force=true", JSON.writeValueAsString(report));
    }

    private static Answer<NodeDropReport> answer(Reply reply) throws IOException {
        return switch (reply.code()) {
            case HttpURLConnection.HTTP_OK, HttpURLConnection.HTTP_CREATED -> new Answer.Served<>(report(reply));
            case HttpURLConnection.HTTP_NOT_FOUND -> new Answer.Gone<>();
            case HttpURLConnection.HTTP_BAD_REQUEST, HttpURLConnection.HTTP_ENTITY_TOO_LARGE, UNPROCESSABLE ->
                new Answer.Refused<>(words(reply));
            default -> new Answer.Unavailable<>("The status cannot be written: " + words(reply));
        };
    }

    private static NodeDropReport report(Reply reply) throws IOException {
        try {
            JsonNode read = JSON.readTree(reply.body());
            JsonNode names = read.path("metadata");
            var metadata = new ObjectMeta();
            metadata.setName(text(names, "name"));
            metadata.setNamespace(text(names, "namespace"));
            metadata.setUid(text(names, "uid"));
            metadata.setResourceVersion(text(names, "resourceVersion"));
            JsonNode generation = names.path("generation");
            metadata.setGeneration(generation.isIntegralNumber() ? generation.longValue() : null);
            var report = new NodeDropReport();
            report.setMetadata(metadata);
            report.setSpec(JSON.treeToValue(read.get("spec"), NodeDropReportSpec.class));
            report.setStatus(JSON.treeToValue(read.get("status"), NodeDropReportStatus.class));
            return report;
        } catch (JacksonException e) {
            throw new IOException("the answer is no report: " + e.getOriginalMessage(), e);
        }
    }

    private static @Nullable String text(JsonNode of, String field) {
        return of.path(field).textValue();
    }

    /** What the API server says of a request that it did not serve: the message of its Status, or the bare answer. */
    private static String words(Reply reply) {
        String message;
        try {
            message = text(JSON.readTree(reply.body()), "message");
        } catch (JacksonException e) { // a proxy's page
            message = null;
        }
        String said = message == null ? reply.body().strip() : message;
        String bounded = said.length() > LONGEST_WORDS ? said.substring(0, LONGEST_WORDS) + "…" : said;
        return bounded.isEmpty() ? "HTTP status " + reply.code() : bounded;
    }
}
