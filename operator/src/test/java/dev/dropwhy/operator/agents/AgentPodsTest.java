package dev.dropwhy.operator.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.operator.reports.RunLabels;
import dev.dropwhy.operator.testing.Cluster;
import dev.dropwhy.operator.testing.RunningOperator;
import dev.dropwhy.operator.testing.Specs;
import dev.dropwhy.operator.testing.WithApiServer;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Pods as the DaemonSet controller makes them and as scheduler and kubelet describe them, on a real API server. */
@WithApiServer
class AgentPodsTest {

    private final Cluster cluster;

    AgentPodsTest(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void aNodeThatDoesNotReportFailsWithWhatItsPodIsReallyIn() {
        cluster.nodes("absent", "crash", "creating", "full", "image", "mute", "runs");
        DropInvestigation ended;
        try (var _ = new RunningOperator(cluster.client(), Cluster.settings(Duration.ofSeconds(2)))) {
            DropInvestigation asked = cluster.investigate("pods", Specs.seconds(5));
            pod(
                    asked,
                    "image",
                    waiting("ImagePullBackOff", "Back-off pulling image \"agent:9\"")
                            .build());
            pod(
                    asked,
                    "crash",
                    new PodStatusBuilder()
                            .withPhase("Running")
                            .addToContainerStatuses(
                                    container(new ContainerStateBuilder().withNewWaiting(null, "CrashLoopBackOff"))
                                            .withRestartCount(3)
                                            .withNewLastState()
                                            .withNewTerminated()
                                            .withExitCode(137)
                                            .withReason("OOMKilled")
                                            .endTerminated()
                                            .endLastState()
                                            .build())
                            .build());
            pod(asked, "creating", new PodStatusBuilder().withPhase("Pending").build());
            pod(
                    asked,
                    "runs",
                    new PodStatusBuilder()
                            .withPhase("Running")
                            .addToContainerStatuses(
                                    container(new ContainerStateBuilder().withNewRunning("2026-01-01T00:00:00Z"))
                                            .build())
                            .build());
            unschedulable(asked, "full");
            cluster.admin().resource(bound(asked, "mute").build()).create();
            ended = cluster.awaitEnd("pods");
        }

        assertThat(Cluster.nodesOf(ended).failedNodes())
                .containsExactly(
                        "absent: no pod of its agent was there at the deadline",
                        "crash: its agent waits: CrashLoopBackOff; it last ended with code 137 (OOMKilled)",
                        "creating: its agent's pod is Pending and its container has not started",
                        "full: its agent is not scheduled: Unschedulable: 0/7 nodes are available: 1 Insufficient memory",
                        "image: its agent waits: ImagePullBackOff: Back-off pulling image \"agent:9\"",
                        "mute: its agent's pod is Pending and its container has not started",
                        "runs: its agent runs and has not reported before the deadline");
    }

    @Test
    void thePodThatTookTheFailedOnesPlaceCounts() throws InterruptedException {
        cluster.nodes("evicted");
        DropInvestigation ended;
        try (var _ = new RunningOperator(cluster.client(), Cluster.settings(Duration.ofSeconds(2)))) {
            DropInvestigation asked = cluster.investigate("again", Specs.seconds(5));
            pod(
                    asked,
                    "evicted",
                    new PodStatusBuilder()
                            .withPhase("Failed")
                            .withReason("Evicted")
                            .withMessage("The node was low on resource: memory.")
                            .build());
            Thread.sleep(1100); // creation times have whole seconds
            pod(asked, "evicted", waiting("ErrImagePull", null).build());
            ended = cluster.awaitEnd("again");
        }

        assertThat(Cluster.nodesOf(ended).failedNodes()).containsExactly("evicted: its agent waits: ErrImagePull");
    }

    private static PodStatusBuilder waiting(String reason, @Nullable String message) {
        return new PodStatusBuilder()
                .withPhase("Pending")
                .addToContainerStatuses(container(new ContainerStateBuilder().withNewWaiting(message, reason))
                        .build());
    }

    private static ContainerStatusBuilder container(ContainerStateBuilder state) {
        return new ContainerStatusBuilder()
                .withName("agent")
                .withImage("none")
                .withImageID("")
                .withReady(false)
                .withRestartCount(0)
                .withState(state.build());
    }

    private void pod(DropInvestigation investigation, String node, PodStatus status) {
        describe(cluster.admin().resource(bound(investigation, node).build()).create(), status);
    }

    private static PodBuilder bound(DropInvestigation investigation, String node) {
        return unbound(investigation, node).editSpec().withNodeName(node).endSpec();
    }

    private void unschedulable(DropInvestigation investigation, String node) {
        Pod pod = unbound(investigation, node)
                .editSpec()
                .withNewAffinity()
                .withNewNodeAffinity()
                .withNewRequiredDuringSchedulingIgnoredDuringExecution()
                .addNewNodeSelectorTerm()
                .addNewMatchField()
                .withKey("metadata.name")
                .withOperator("In")
                .withValues(node)
                .endMatchField()
                .endNodeSelectorTerm()
                .endRequiredDuringSchedulingIgnoredDuringExecution()
                .endNodeAffinity()
                .endAffinity()
                .endSpec()
                .build();
        describe(
                cluster.admin().resource(pod).create(),
                new PodStatusBuilder()
                        .withPhase("Pending")
                        .addNewCondition()
                        .withType("PodScheduled")
                        .withStatus("False")
                        .withReason("Unschedulable")
                        .withMessage("0/7 nodes are available: 1 Insufficient memory.")
                        .endCondition()
                        .build());
    }

    private static PodBuilder unbound(DropInvestigation investigation, String node) {
        return new PodBuilder()
                .withNewMetadata()
                .withGenerateName("agent-" + node + "-")
                .withNamespace(Cluster.AGENTS)
                .withLabels(RunLabels.of(investigation))
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("agent")
                .withImage("none")
                .endContainer()
                .endSpec();
    }

    private void describe(Pod pod, PodStatus status) {
        pod.setStatus(status);
        cluster.admin().resource(pod).patchStatus();
    }
}
