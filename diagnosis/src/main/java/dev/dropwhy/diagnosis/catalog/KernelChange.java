package dev.dropwhy.diagnosis.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One difference between kernels.
 *
 * @param release first release that behaves so
 * @param says what is so since then, and what was before
 * @param commit abbreviated id of the change in the kernel's own history; absent where it is not known
 */
public record KernelChange(
        @JsonProperty("release") KernelRelease release,
        @JsonProperty("says") String says,
        @JsonProperty("commit") @Nullable String commit) {

    public KernelChange {
        Objects.requireNonNull(release, "A change between kernels of the catalog has no release.");
        Objects.requireNonNull(says, "A change between kernels of the catalog does not say what changed.");
    }

    /** The change as one or more full sentences. */
    public String sentence() {
        return release.since() + ": " + says + (commit == null ? "" : " (Commit " + commit + ".)");
    }
}
