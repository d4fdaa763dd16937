package dev.dropwhy.diagnosis.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * An interface counter that grows by one with each event of a {@link ReasonRule}.
 *
 * @param counter its name as sysfs spells it
 * @param on which device is charged
 * @param kind restricts it to devices of this link kind
 */
public record CountedBy(
        @JsonProperty("counter") String counter,
        @JsonProperty("on") CountedOn on,
        @JsonProperty("kind") @Nullable String kind) {

    public CountedBy {
        on = on == null ? CountedOn.Device : on;
    }
}
