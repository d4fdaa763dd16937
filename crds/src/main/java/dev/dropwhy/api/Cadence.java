package dev.dropwhy.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * The rhythm of one kind of drop.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Cadence(
        @JsonPropertyDescription("Single, Steady, Burst or Irregular.") @Required
        CadenceShape shape,

        @JsonPropertyDescription("Median interval between drops in milliseconds.") @Min(0) @Nullable Long periodMillis,

        @JsonPropertyDescription("Median deviation from that interval in milliseconds.") @Min(0) @Nullable Long jitterMillis,

        @JsonPropertyDescription("The protocol timer that the period fits, such as: STP hello 2 s.")
        @Size(max = 128) @Nullable String matches) {}
