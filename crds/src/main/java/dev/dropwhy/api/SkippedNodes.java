package dev.dropwhy.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/**
 * Nodes left out for one reason.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SkippedNodes(
        @JsonPropertyDescription("Why, one CamelCase word.") @Size(max = 64) String reason,

        @JsonPropertyDescription("How many.") @Min(0) @Max(1000000) int count,

        @JsonPropertyDescription("Some of them.") @Size(max = 5) List<@Size(max = 253) String> sampleNodes) {

    public SkippedNodes {
        sampleNodes = sampleNodes == null ? List.of() : List.copyOf(sampleNodes);
    }
}
