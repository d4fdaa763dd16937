package dev.dropwhy.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * One condition of an object, as {@code metav1.Condition} defines it; an own record because the schema must state
 * what is required.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Condition(
        @JsonPropertyDescription("Kind of the condition.") @Required @Size(max = 64) String type,

        @JsonPropertyDescription("True, False or Unknown.") @Required @Pattern("^(True|False|Unknown)$") String status,

        @JsonPropertyDescription("Generation of the object that the condition speaks of.") @Nullable Long observedGeneration,

        @JsonPropertyDescription("When status last changed, RFC 3339.")
        @Required
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        String lastTransitionTime,

        @JsonPropertyDescription("One CamelCase word for programs.") @Required @Pattern("^[A-Z][A-Za-z0-9]{0,63}$") String reason,

        @JsonPropertyDescription("One sentence for people.") @Required @Size(max = 1024) String message) {}
