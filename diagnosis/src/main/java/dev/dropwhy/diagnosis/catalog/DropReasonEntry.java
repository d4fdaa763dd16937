package dev.dropwhy.diagnosis.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A kernel drop reason ({@code drop-reasons.yaml}). The kernels that have drop reasons at all begin with 5.17.
 *
 * @param name its name in enum skb_drop_reason, without SKB_DROP_REASON_
 * @param since first release that has it
 * @param until first release that no longer has it; absent where the newest still does
 * @param formerly the names that it had before
 * @param at kernel functions that give it, besides those of {@code reasons.yaml}
 * @param elsewhere why no function can be named; given exactly where there is none
 */
public record DropReasonEntry(
        @JsonProperty("name") String name,
        @JsonProperty("since") KernelRelease since,
        @JsonProperty("until") @Nullable KernelRelease until,
        @JsonProperty("formerly") List<String> formerly,
        @JsonProperty("at") List<String> at,
        @JsonProperty("elsewhere") @Nullable String elsewhere) {

    public DropReasonEntry {
        Objects.requireNonNull(name, "A drop reason of the catalog has no name.");
        Objects.requireNonNull(since, () -> "Drop reason " + name + " of the catalog does not say since when.");
        Objects.requireNonNull(at, () -> "Drop reason " + name + " of the catalog has no list of functions.");
        formerly = formerly == null ? List.of() : List.copyOf(formerly);
        at = List.copyOf(at);
        if (at.isEmpty() == (elsewhere == null)) {
            throw new IllegalArgumentException("Drop reason " + name
                    + " of the catalog must name the functions that give it, or say why none can be named.");
        }
    }

    /** The name with what differs between kernels: {@code UNHANDLED_PROTO (since 5.19, formerly PTYPE_ABSENT)}. */
    public String spelled() {
        return Named.spelled(name, since, until, formerly);
    }
}
