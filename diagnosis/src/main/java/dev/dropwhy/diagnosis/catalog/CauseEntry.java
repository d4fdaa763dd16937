package dev.dropwhy.diagnosis.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.dropwhy.api.Cause;
import dev.dropwhy.api.Severity;
import java.util.List;
import java.util.Objects;
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
 * @param uncounted why no counter grows with it; given exactly where there is none
 * @param functions kernel functions that decide it or count it, besides those that {@code reasons.yaml} names
 * @param elsewhere why no kernel function can be named; given exactly where neither catalog names one
 * @param since what differs between kernels
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
        @JsonProperty("uncounted") @Nullable String uncounted,
        @JsonProperty("functions") List<String> functions,
        @JsonProperty("elsewhere") @Nullable String elsewhere,
        @JsonProperty("since") KernelHistory since,
        @JsonProperty("statement") String statement,
        @JsonProperty("remedies") List<RemedyTemplate> remedies) {

    public CauseEntry {
        given(cause, "counters", counters);
        given(cause, "functions", functions);
        given(cause, "since", since);
        counters = List.copyOf(counters);
        functions = List.copyOf(functions);
        if (counters.isEmpty() == (uncounted == null)) {
            throw new IllegalArgumentException("Cause " + cause
                    + " of the catalog must name the counters that grow with it, or say why there is none.");
        }
        remedies = remedies == null ? List.of() : List.copyOf(remedies);
    }

    private static void given(Cause cause, String field, @Nullable Object value) {
        Objects.requireNonNull(value, () -> "Cause " + cause + " of the catalog has no " + field + ".");
    }
}
