package dev.dropwhy.diagnosis.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.dropwhy.api.Cause;
import org.jspecify.annotations.Nullable;

/**
 * What a counter means ({@code counters.yaml}).
 *
 * @param name as sysfs spells it, or nstat's table and name with a dot between
 * @param means one sentence
 * @param alone the cause that its growth proves where no event accounts for it
 */
public record CounterEntry(
        @JsonProperty("name") String name,
        @JsonProperty("means") String means,
        @JsonProperty("alone") @Nullable Cause alone) {}
