package dev.dropwhy.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.Map;

/**
 * Selects nodes by labels; all must match.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LabelSelector(
        @JsonPropertyDescription("Labels and the values they must have.") @Size(max = 16) Map<String, String> matchLabels) {

    public LabelSelector {
        matchLabels = matchLabels == null ? Map.of() : Map.copyOf(matchLabels);
    }
}
