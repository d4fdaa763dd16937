package dev.dropwhy.operator;

import dev.dropwhy.operator.agents.AgentSettings;
import java.time.Duration;
import java.util.Map;

/**
 * How the operator is told to work. Every value comes from an environment variable that the chart sets; each has the
 * default that its constant tells.
 *
 * @param namespace {@code DROPWHY_NAMESPACE}: where the operator itself runs and keeps its lease; {@code dropwhy-system}
 * @param identity {@code POD_NAME}: this replica's name in the lease; the host's name
 * @param leaderElection {@code DROPWHY_LEADER_ELECTION}: whether replicas elect one that works; {@code true}
 * @param maximumConcurrent {@code DROPWHY_MAXIMUM_CONCURRENT}: investigations that run at the same time, more wait; 4
 * @param grace {@code DROPWHY_GRACE_SECONDS}: time beyond an investigation's duration for pulling the image, starting
 *     agents and reporting; 120
 * @param httpPort {@code DROPWHY_HTTP_PORT}: port of metrics, health and readiness; 8080
 * @param agent how agents are run: {@code DROPWHY_AGENT_NAMESPACE} ({@code dropwhy-agents}),
 *     {@code DROPWHY_AGENT_SERVICE_ACCOUNT} ({@code dropwhy-agent}), {@code DROPWHY_AGENT_IMAGE} (must be set),
 *     {@code DROPWHY_AGENT_IMAGE_PULL_POLICY} ({@code IfNotPresent}), {@code DROPWHY_AGENT_IMAGE_PULL_SECRETS} (names with
 *     commas between), {@code DROPWHY_AGENT_TOLERATIONS} (a JSON list; everything is tolerated),
 *     {@code DROPWHY_AGENT_RESOURCES} (a JSON object), {@code DROPWHY_AGENT_PRIORITY_CLASS} (none),
 *     {@code DROPWHY_AGENT_CAPABILITIES} (names with commas between; BPF, PERFMON, NET_ADMIN, NET_RAW, SYSLOG),
 *     {@code DROPWHY_AGENT_SECCOMP_PROFILE} ({@code RuntimeDefault}), {@code DROPWHY_AGENT_PRIVILEGED} ({@code false})
 */
public record OperatorSettings(
        String namespace,
        String identity,
        boolean leaderElection,
        int maximumConcurrent,
        Duration grace,
        int httpPort,
        AgentSettings agent) {

    public OperatorSettings {
        if (maximumConcurrent < 1) {
            throw new IllegalArgumentException("DROPWHY_MAXIMUM_CONCURRENT is " + maximumConcurrent
                    + "; at least 1 investigation must be allowed to run.");
        }
        if (grace.isNegative() || grace.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(
                    "DROPWHY_GRACE_SECONDS is " + grace.toSeconds() + "; choose 0 to 3600 seconds.");
        }
    }

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException with a sentence that names the variable
     */
    public static OperatorSettings from(Map<String, String> environment) {
        var variables = new Variables(environment);
        return new OperatorSettings(
                variables.text("DROPWHY_NAMESPACE", "dropwhy-system"),
                variables.text("POD_NAME", environment.getOrDefault("HOSTNAME", "dropwhy-operator")),
                variables.flag("DROPWHY_LEADER_ELECTION", true),
                variables.number("DROPWHY_MAXIMUM_CONCURRENT", 4),
                Duration.ofSeconds(variables.number("DROPWHY_GRACE_SECONDS", 120)),
                variables.number("DROPWHY_HTTP_PORT", 8080),
                new AgentSettings(
                        variables.text("DROPWHY_AGENT_NAMESPACE", "dropwhy-agents"),
                        variables.text("DROPWHY_AGENT_SERVICE_ACCOUNT", "dropwhy-agent"),
                        variables.required("DROPWHY_AGENT_IMAGE"),
                        variables.text("DROPWHY_AGENT_IMAGE_PULL_POLICY", "IfNotPresent"),
                        variables.words("DROPWHY_AGENT_IMAGE_PULL_SECRETS", ""),
                        variables.tolerations("DROPWHY_AGENT_TOLERATIONS"),
                        variables.resources("DROPWHY_AGENT_RESOURCES"),
                        variables.text("DROPWHY_AGENT_PRIORITY_CLASS", ""),
                        variables.words("DROPWHY_AGENT_CAPABILITIES", "BPF,PERFMON,NET_ADMIN,NET_RAW,SYSLOG"),
                        variables.text("DROPWHY_AGENT_SECCOMP_PROFILE", "RuntimeDefault"),
                        variables.flag("DROPWHY_AGENT_PRIVILEGED", false)));
    }
}
