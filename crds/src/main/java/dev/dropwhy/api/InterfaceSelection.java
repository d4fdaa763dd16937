package dev.dropwhy.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/**
 * Which interfaces of a node to balance, by glob ({@code *} and {@code ?}).
 * Without include: every interface with a device behind it.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InterfaceSelection(
        @JsonPropertyDescription("Globs of interface names to observe.") @Size(max = 32) List<@Size(min = 1, max = 32) @Pattern("^[^/:\\s]+$") String> include,

        @JsonPropertyDescription("Globs of interface names to leave out; exclude wins.") @Size(max = 32) List<@Size(min = 1, max = 32) @Pattern("^[^/:\\s]+$") String> exclude) {

    public InterfaceSelection {
        include = include == null ? List.of() : List.copyOf(include);
        exclude = exclude == null ? List.of() : List.copyOf(exclude);
    }
}
