package dev.dropwhy.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * The source of drop events that was used, and why not a better one.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EngineChoice(
        @JsonPropertyDescription("The engine.") @Required EventSource used,

        @JsonPropertyDescription("Why not a better one; absent when the best was used.") @Size(max = 512) @Nullable String reason) {}
