package dev.dropwhy.diagnosis.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What differs between kernels: the catalog's answer to "since when".
 *
 * @param compared whether the sources from {@link KernelRelease#OLDEST} to {@link KernelRelease#NEWEST} were read for it
 * @param changes the differences, oldest first; empty where none is known
 */
public record KernelHistory(
        @JsonProperty("compared") Boolean compared,
        @JsonProperty("changes") List<KernelChange> changes) {

    public KernelHistory {
        Objects.requireNonNull(compared, "A history of the catalog does not say whether kernels were compared.");
        Objects.requireNonNull(
                changes, "A history of the catalog has no list of changes; none known is an empty list.");
        changes = List.copyOf(changes);
    }

    /** The history as full sentences, never none. */
    public List<String> sentences() {
        return Stream.concat(changes.stream().map(KernelChange::sentence), Stream.of(rest()))
                .toList();
    }

    private String rest() {
        String kernels = "kernels " + KernelRelease.OLDEST + " and " + KernelRelease.NEWEST;
        if (!compared) {
            return "Not compared between kernels" + (changes.isEmpty() ? "." : " otherwise.");
        }
        return changes.isEmpty()
                ? "No difference is known between " + kernels + "."
                : "No other difference is known between " + kernels + ".";
    }
}
