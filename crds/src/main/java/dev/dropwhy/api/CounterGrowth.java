package dev.dropwhy.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * How much one counter grew in the window.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CounterGrowth(
        @JsonPropertyDescription("Name of the counter, as the kernel spells it.") @Required @Size(max = 64) String name,

        @JsonPropertyDescription("Difference between the end and the start of the window.") @Min(0) long grew) {}
