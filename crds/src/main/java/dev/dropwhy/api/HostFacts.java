package dev.dropwhy.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * The node as the agent saw it.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HostFacts(
        @JsonPropertyDescription("uname -r.") @Required @Size(max = 128) String kernelRelease,

        @JsonPropertyDescription("Machine architecture.") @Size(max = 32) @Nullable String architecture,

        @JsonPropertyDescription("Online CPUs.") @Min(0) @Max(65536) int cpus,

        @JsonPropertyDescription("Inode number of the network namespace that was observed.") @Min(0) @Nullable Long networkNamespace,

        @JsonPropertyDescription(
                "What that namespace is, where it can be told: host, a pod, a container, the name that ip netns lists, a service or a process.")
        @Size(max = 384) @Nullable String networkNamespaceName) {}
