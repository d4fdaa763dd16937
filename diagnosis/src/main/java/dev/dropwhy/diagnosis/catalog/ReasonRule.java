package dev.dropwhy.diagnosis.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.dropwhy.api.Cause;
import dev.dropwhy.api.Severity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a drop with a certain reason at a certain kernel function means ({@code reasons.yaml}, which documents its
 * fields).
 *
 * @param reasons drop reasons; {@link #NO_REASON} stands for kernels that tell none; empty: any
 * @param at kernel functions; empty: any
 * @param when conditions that must all hold
 * @param grew host counters of which one must have grown; empty: none is asked for
 * @param cause the cause; absent for noise and for what has no cause of its own
 * @param noise benign by itself
 * @param quietPerSecond noise at or below this mean rate; 0: never noise
 * @param counts interface counters that count the same drop
 * @param host host counters that count the same drop
 * @param severity instead of the cause's default
 * @param note what is worth knowing
 */
public record ReasonRule(
        @JsonProperty("reasons") List<String> reasons,
        @JsonProperty("at") List<String> at,
        @JsonProperty("when") List<Condition> when,
        @JsonProperty("grew") List<String> grew,
        @JsonProperty("cause") @Nullable Cause cause,
        @JsonProperty("noise") boolean noise,
        @JsonProperty("quietPerSecond") double quietPerSecond,
        @JsonProperty("counts") List<CountedBy> counts,
        @JsonProperty("host") List<String> host,
        @JsonProperty("severity") @Nullable Severity severity,
        @JsonProperty("note") @Nullable String note) {

    /** Stands in {@link #reasons} for a kernel that tells no reasons. */
    public static final String NO_REASON = "-";

    public ReasonRule {
        reasons = reasons == null ? List.of() : List.copyOf(reasons);
        at = at == null ? List.of() : List.copyOf(at);
        when = when == null ? List.of() : List.copyOf(when);
        grew = grew == null ? List.of() : List.copyOf(grew);
        counts = counts == null ? List.of() : List.copyOf(counts);
        host = host == null ? List.of() : List.copyOf(host);
    }

    /**
     * Whether reason and function fit; the conditions are the caller's to check.
     *
     * @param reason drop reason, absent on kernels without
     * @param function kernel function that freed the packet
     */
    public boolean names(@Nullable String reason, String function) {
        return (reasons.isEmpty() || reasons.contains(reason == null ? NO_REASON : reason))
                && (at.isEmpty() || at.contains(function));
    }
}
