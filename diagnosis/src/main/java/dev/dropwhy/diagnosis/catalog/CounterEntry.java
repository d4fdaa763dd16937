package dev.dropwhy.diagnosis.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.dropwhy.api.Cause;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a counter means ({@code counters.yaml}).
 *
 * @param name as sysfs spells it, or nstat's table and name with a dot between
 * @param means one sentence
 * @param since first release that has it
 * @param alone the cause that its growth proves where no event accounts for it
 */
public record CounterEntry(
        @JsonProperty("name") String name,
        @JsonProperty("means") String means,
        @JsonProperty("since") KernelRelease since,
        @JsonProperty("alone") @Nullable Cause alone) {

    public CounterEntry {
        Objects.requireNonNull(name, "A counter of the catalog has no name.");
        Objects.requireNonNull(means, () -> "Counter " + name + " of the catalog has no meaning.");
        Objects.requireNonNull(since, () -> "Counter " + name + " of the catalog does not say since when it exists.");
    }
}
