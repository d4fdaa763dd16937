package dev.dropwhy.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * The investigation that a report belongs to.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InvestigationRef(
        @JsonPropertyDescription("Name of the DropInvestigation.") @Required @Size(max = 253) String name,

        @JsonPropertyDescription("Its uid: a report never answers an older investigation of the same name.")
        @Required
        @Size(max = 64) String uid) {}
