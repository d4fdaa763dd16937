package dev.dropwhy.report.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.dropwhy.api.DropInvestigationSpec;
import dev.dropwhy.api.DropInvestigationStatus;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A DropInvestigation as it is written and read on a command line: the same JSON as {@code kubectl get -o json} shows,
 * without what an API server adds.
 *
 * @param apiVersion group and version
 * @param kind DropInvestigation
 * @param metadata its name
 * @param spec what was asked
 * @param status what was found
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"apiVersion", "kind", "metadata", "spec", "status"})
public record InvestigationDocument(
        String apiVersion,
        String kind,
        Map<String, String> metadata,
        DropInvestigationSpec spec,
        @Nullable DropInvestigationStatus status) {

    /** Group and version of the API. */
    public static final String API_VERSION = "dropwhy.dev/v1alpha1";

    /** Kind of the resource. */
    public static final String KIND = "DropInvestigation";

    /**
     * Makes a document.
     *
     * @param name name of the investigation
     * @param spec what was asked
     * @param status what was found
     */
    public static InvestigationDocument of(
            String name, DropInvestigationSpec spec, @Nullable DropInvestigationStatus status) {
        return new InvestigationDocument(API_VERSION, KIND, Map.of("name", name), spec, status);
    }
}
