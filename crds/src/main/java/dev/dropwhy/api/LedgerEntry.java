package dev.dropwhy.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * A part of the drops that one cause accounts for.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LedgerEntry(
        @JsonPropertyDescription("The cause.") @Required Cause cause,

        @JsonPropertyDescription("Link or IP protocol.") @Size(max = 32) @Nullable String protocol,

        @JsonPropertyDescription("Packets.") @Min(0) long count) {}
