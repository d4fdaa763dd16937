package dev.dropwhy.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * Something the person already knows and does not want to be alarmed about.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Expectation(
        @JsonPropertyDescription("The cause that is expected.") @Required
        Cause cause,

        @JsonPropertyDescription("The link protocol that is expected, as the catalog names it; without it any.")
        @Pattern("^[A-Z][A-Za-z0-9]{0,31}$") @Nullable String protocol,

        @JsonPropertyDescription("Why it is expected; quoted in the verdict.") @Size(max = 256) @Nullable String note) {}
