package dev.dropwhy.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * Who sent the frames, as far as the frames themselves say.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Speaker(
        @JsonPropertyDescription("Source MAC address, lower case with colons.") @Size(max = 17) @Nullable String mac,

        @JsonPropertyDescription("Bridge identifier of a BPDU (IEEE 802.1D 9.2.5): priority.system-id/MAC.")
        @Size(max = 64) @Nullable String bridgeId,

        @JsonPropertyDescription(
                "Port of the sender as it names it: LLDP port id, CDP port, or the BPDU port identifier.")
        @Size(max = 128) @Nullable String portId,

        @JsonPropertyDescription("Name the sender gives itself (LLDP system name, CDP device id).")
        @Size(max = 128) @Nullable String systemName,

        @JsonPropertyDescription("Further words of the sender: system or port description, platform.")
        @Size(max = 256) @Nullable String description) {}
