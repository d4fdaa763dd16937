package dev.dropwhy.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/**
 * How much of dropped frames to keep as evidence. IP payload is never kept.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FrameSampling(
        @JsonPropertyDescription("Frames kept for each group of drops; 0 keeps none. Default 4.")
        @Min(0) @Max(16) @Default("4")
        @Nullable Integer samplesPerGroup,

        @JsonPropertyDescription("Bytes kept of each frame. Default 128, of IP frames the headers only.")
        @Min(0) @Max(256) @Default("128")
        @Nullable Integer bytesPerFrame) {}
