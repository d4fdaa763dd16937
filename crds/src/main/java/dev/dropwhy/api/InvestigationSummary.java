package dev.dropwhy.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * The answer in a few words, one for each column of {@code kubectl get}: a JSONPath column can neither divide nor say
 * what an absent verdict means.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InvestigationSummary(
        @JsonPropertyDescription(
                "Severity of the worst verdict, or NoDrops where no counter grew and nothing was found.")
        @Size(max = 32) @Nullable String verdict,

        @JsonPropertyDescription(
                "Cause of the worst verdict, with the protocol where there is one: UnhandledLinkProtocol/Stp.")
        @Size(max = 80) @Nullable String cause,

        @JsonPropertyDescription("Nodes that reported, of those targeted: 3/3.") @Size(max = 16) @Nullable String nodes,

        @JsonPropertyDescription("Counted drops that verdicts account for, in percent, rounded down: 98%.")
        @Size(max = 8) @Nullable String explained) {}
