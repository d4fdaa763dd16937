package dev.dropwhy.diagnosis.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A kernel function that decides about packets, frees them or counts them ({@code functions.yaml}).
 *
 * @param name its name, without what compilers append
 * @param since first release that has it under this name
 * @param until first release that no longer has it; absent where the newest still does
 * @param formerly the names under which older kernels did the same, newest first
 * @param note what is worth knowing
 */
public record FunctionEntry(
        @JsonProperty("name") String name,
        @JsonProperty("since") KernelRelease since,
        @JsonProperty("until") @Nullable KernelRelease until,
        @JsonProperty("formerly") List<String> formerly,
        @JsonProperty("note") @Nullable String note) {

    public FunctionEntry {
        Objects.requireNonNull(name, "A function of the catalog has no name.");
        Objects.requireNonNull(since, () -> "Function " + name + " of the catalog does not say since when it exists.");
        formerly = formerly == null ? List.of() : List.copyOf(formerly);
    }

    /** The name with what differs between kernels: {@code ip_rcv_core (since 4.19, formerly ip_rcv)}. */
    public String spelled() {
        return Named.spelled(name, since, until, formerly);
    }
}
