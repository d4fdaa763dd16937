package dev.dropwhy.diagnosis.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.dropwhy.api.Cause;
import dev.dropwhy.api.Severity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known about one cause ({@code causes.yaml}, which documents its fields).
 *
 * @param cause its name in the API
 * @param title a short name for people
 * @param says what it means
 * @param severity how much it matters, unless evidence, protocol or reason say otherwise
 * @param linkLayer whether the sender on the link belongs to the verdict
 * @param speakers whether verdicts are kept apart by that sender
 * @param counters counters that grow with it
 * @param since what older kernels do differently
 * @param statement the verdict's sentence with placeholders
 * @param remedies what to do, preferred first
 */
public record CauseEntry(
        @JsonProperty("cause") Cause cause,
        @JsonProperty("title") String title,
        @JsonProperty("says") String says,
        @JsonProperty("severity") Severity severity,
        @JsonProperty("linkLayer") boolean linkLayer,
        @JsonProperty("speakers") boolean speakers,
        @JsonProperty("counters") List<String> counters,
        @JsonProperty("since") @Nullable String since,
        @JsonProperty("statement") String statement,
        @JsonProperty("remedies") List<RemedyTemplate> remedies) {

    public CauseEntry {
        counters = counters == null ? List.of() : List.copyOf(counters);
        remedies = remedies == null ? List.of() : List.copyOf(remedies);
    }
}
