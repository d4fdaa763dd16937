package dev.dropwhy.operator.agents;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an agent's pod is in instead of reporting, as a phrase. Only a container that the kubelet says runs is said to run:
 * a pod without any container status has not started.
 */
final class AgentTrouble {

    private static final int DETAIL = 200;

    private AgentTrouble() {}

    static String of(Pod pod) {
        PodStatus status = pod.getStatus();
        if (status == null) {
            return "its agent's pod has no status: no kubelet has taken it up";
        }
        if ("Failed".equals(status.getPhase()) && status.getReason() != null) {
            return "its agent's pod failed: " + said(status.getReason(), status.getMessage());
        }
        return containers(status)
                .flatMap(container -> trouble(container).stream())
                .findFirst()
                .or(() -> unscheduled(status))
                .orElseGet(() -> runs(status)
                        ? "its agent runs and has not reported before the deadline"
                        : "its agent's pod is " + Objects.requireNonNullElse(status.getPhase(), "Pending")
                                + " and its container has not started");
    }

    /** Init containers come first: while one fails, the others only wait for it. */
    private static Stream<ContainerStatus> containers(PodStatus status) {
        return Stream.of(status.getInitContainerStatuses(), status.getContainerStatuses())
                .filter(Objects::nonNull)
                .flatMap(List::stream);
    }

    private static boolean runs(PodStatus status) {
        return status.getContainerStatuses() != null
                && status.getContainerStatuses().stream()
                        .anyMatch(container -> container.getState() != null
                                && container.getState().getRunning() != null);
    }

    private static Optional<String> trouble(ContainerStatus container) {
        ContainerState state = container.getState();
        if (state == null) {
            return Optional.empty();
        }
        if (state.getTerminated() != null) {
            return Optional.of("its agent ended " + end(state.getTerminated()));
        }
        if (state.getWaiting() != null) {
            return Optional.of("its agent waits: " + waiting(state.getWaiting()) + before(container));
        }
        return Optional.empty();
    }

    private static String waiting(ContainerStateWaiting waiting) {
        return waiting.getReason() == null
                ? "its container has not started"
                : said(waiting.getReason(), waiting.getMessage());
    }

    /** How a container ended that waits to be started again. */
    private static String before(ContainerStatus container) {
        ContainerState last = container.getLastState();
        return last == null || last.getTerminated() == null ? "" : "; it last ended " + end(last.getTerminated());
    }

    private static String end(ContainerStateTerminated terminated) {
        String code = "with code " + terminated.getExitCode();
        String reason = terminated.getReason();
        return reason == null || reason.equals("Error") || reason.equals("Completed")
                ? code
                : code + " (" + clean(reason) + ")";
    }

    private static Optional<String> unscheduled(PodStatus status) {
        return Stream.ofNullable(status.getConditions())
                .flatMap(List::stream)
                .filter(condition ->
                        "PodScheduled".equals(condition.getType()) && !"True".equals(condition.getStatus()))
                .map(AgentTrouble::unscheduled)
                .findFirst();
    }

    private static String unscheduled(PodCondition condition) {
        return "its agent is not scheduled: "
                + said(Objects.requireNonNullElse(condition.getReason(), "no reason given"), condition.getMessage());
    }

    private static String said(String reason, @Nullable String message) {
        return message == null || message.isBlank() ? clean(reason) : clean(reason) + ": " + clean(message);
    }

    /** Messages quote registries and runtimes: one line, bounded, no full stop. */
    private static String clean(String text) {
        String head = text.length() <= 4 * DETAIL ? text : text.substring(0, 4 * DETAIL);
        String line = head.replaceAll("[\\p{C}\\p{Z}]+", " ").strip();
        String cut = line.length() <= DETAIL ? line : line.substring(0, DETAIL);
        return cut.endsWith(".") ? cut.substring(0, cut.length() - 1) : cut;
    }
}
