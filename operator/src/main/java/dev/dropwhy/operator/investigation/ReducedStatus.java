package dev.dropwhy.operator.investigation;

import dev.dropwhy.api.Condition;
import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.DropInvestigationStatus;
import dev.dropwhy.api.InvestigationSummary;
import dev.dropwhy.api.NodeSummary;
import dev.dropwhy.operator.reports.RunLabels;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is written where the API server does not take the content of a status: its CustomResourceDefinition is that of
 * another release, an admission policy objects, or it is too large. To send the same again is of no use, so the
 * investigation ends with what the operator itself knows (times, counts, totals), and says that its verdict was refused.
 *
 * @param investigation as it was known before
 * @param refused the status that was not taken
 * @param why what the API server said
 * @param now the time
 */
record ReducedStatus(
        DropInvestigation investigation, DropInvestigationStatus refused, KubernetesClientException why, Instant now) {

    static final String REASON = "StatusRefused";

    private static final int QUOTE = 400;
    private static final int UNPROCESSABLE = 422;

    /** Whether the refusal is about the content, so that the same content will be refused again. */
    static boolean isFor(KubernetesClientException refusal) {
        return switch (refusal.getCode()) {
            case HttpURLConnection.HTTP_BAD_REQUEST, HttpURLConnection.HTTP_ENTITY_TOO_LARGE, UNPROCESSABLE -> true;
            // What etcd does not take, the API server passes on as an error of its own.
            case HttpURLConnection.HTTP_INTERNAL_ERROR ->
                refusal.getMessage() != null && refusal.getMessage().contains("request is too large");
            default -> false;
        };
    }

    /** What to write instead, the most telling first: each says less than the one before. */
    List<DropInvestigationStatus> instead() {
        return List.of(withoutVerdicts(), bare());
    }

    /** Without a word that came from a node. */
    private DropInvestigationStatus withoutVerdicts() {
        return new DropInvestigationStatus(
                investigation.getMetadata().getGeneration(),
                refused.startTime(),
                completed(),
                headline(),
                conditions(),
                summary(),
                nodes(),
                refused.totals(),
                List.of());
    }

    private DropInvestigationStatus bare() {
        return new DropInvestigationStatus(
                investigation.getMetadata().getGeneration(),
                refused.startTime(),
                completed(),
                null,
                conditions(),
                null,
                null,
                null,
                List.of());
    }

    private String completed() {
        return Objects.requireNonNullElse(refused.completionTime(), now.toString());
    }

    private String headline() {
        return "The API server refused the status with the verdict; the nodes' reports are kept.";
    }

    private List<Condition> conditions() {
        Conditions next = Conditions.of(investigation, now);
        return refused.conditions().stream()
                .map(condition -> condition.type().equals(Conditions.SUCCEEDED)
                        ? next.no(Conditions.SUCCEEDED, REASON, message())
                        : ownWords(condition))
                .toList();
    }

    /** The message of a condition that is not met may quote a node. */
    private static Condition ownWords(Condition condition) {
        return condition.status().equals("True")
                ? condition
                : new Condition(
                        condition.type(),
                        condition.status(),
                        condition.observedGeneration(),
                        condition.lastTransitionTime(),
                        condition.reason(),
                        "The details were refused with the status.");
    }

    private String message() {
        return "The API server refused the status with the verdict (HTTP " + why.getCode() + "): " + quote()
                + ". See that the CustomResourceDefinitions are those of the operator's release. The nodes' reports are kept:"
                + " kubectl get nodedropreports -A -l " + RunLabels.UID + "="
                + investigation.getMetadata().getUid();
    }

    /** The server quotes what it refused, which a node may have written. */
    private String quote() {
        String said = Objects.requireNonNullElse(
                why.getStatus() == null ? null : why.getStatus().getMessage(), "no reason given");
        String head = said.length() <= 4 * QUOTE ? said : said.substring(0, 4 * QUOTE);
        String line = head.replaceAll("[\\p{C}\\p{Z}]+", " ").strip();
        return line.length() <= QUOTE ? line : line.substring(0, QUOTE);
    }

    private @Nullable InvestigationSummary summary() {
        InvestigationSummary known = refused.summary();
        return known == null ? null : new InvestigationSummary(null, null, known.nodes(), known.explained());
    }

    private @Nullable NodeSummary nodes() {
        NodeSummary known = refused.nodes();
        return known == null
                ? null
                : new NodeSummary(
                        known.targeted(),
                        known.observing(),
                        known.reported(),
                        known.failed(),
                        known.skipped(),
                        List.of());
    }
}
