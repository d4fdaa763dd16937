package dev.dropwhy.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing to do about a verdict. Never applied by the tool.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Remedy(
        @JsonPropertyDescription("What to do, one sentence.") @Required @Size(max = 512) String action,

        @JsonPropertyDescription("Exact commands, in order.") @Size(max = 8) List<@Size(max = 512) String> commands,

        @JsonPropertyDescription("What else it changes.") @Size(max = 512) @Nullable String sideEffect,

        @JsonPropertyDescription("How to see that it worked.") @Size(max = 512) @Nullable String verify,

        @JsonPropertyDescription("How to take it back.") @Size(max = 512) @Nullable String undo) {

    public Remedy {
        commands = commands == null ? List.of() : List.copyOf(commands);
    }
}
