package dev.dropwhy.diagnosis.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.dropwhy.api.Remedy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A remedy with placeholders such as {@code {interface}}, which the judgement fills with what it found.
 *
 * @param action what to do, one sentence
 * @param commands commands in order; one with a placeholder that cannot be filled safely is left out
 * @param sideEffect what else it changes
 * @param verify how to see that it worked
 * @param undo how to take it back
 * @param needs placeholders without which the remedy does not fit at all
 */
public record RemedyTemplate(
        @JsonProperty("action") String action,
        @JsonProperty("commands") List<String> commands,
        @JsonProperty("sideEffect") @Nullable String sideEffect,
        @JsonProperty("verify") @Nullable String verify,
        @JsonProperty("undo") @Nullable String undo,
        @JsonProperty("needs") List<String> needs) {

    public RemedyTemplate {
        commands = commands == null ? List.of() : List.copyOf(commands);
        needs = needs == null ? List.of() : List.copyOf(needs);
    }

    /** The remedy as the catalog words it, with its placeholders. */
    public Remedy unfilled() {
        return new Remedy(action, commands, sideEffect, verify, undo);
    }
}
