package dev.dropwhy.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes to investigate. Without names and selector: every Linux node.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "!has(self.names) || self.names.size() <= self.maximum",
        message =
                "spec.nodes.names holds more nodes than spec.nodes.maximum allows: raise the maximum or name fewer nodes",
        fieldPath = ".names")
public record NodeSelection(
        @JsonPropertyDescription("Node names; together with a selector both must match.") @Size(max = 500) List<@Size(min = 1, max = 253) @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$") String> names,

        @JsonPropertyDescription("Labels that a node must carry.") @Nullable LabelSelector selector,

        @JsonPropertyDescription(
                "Upper bound of targeted nodes; an investigation that matches more is refused. Default 50.")
        @Min(1) @Max(5000) @Default("50")
        @Nullable Integer maximum) {

    public NodeSelection {
        names = names == null ? List.of() : List.copyOf(names);
    }
}
