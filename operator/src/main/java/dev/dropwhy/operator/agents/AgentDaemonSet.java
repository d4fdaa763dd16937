package dev.dropwhy.operator.agents;

import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.EventSource;
import dev.dropwhy.api.NodeSelection;
import dev.dropwhy.operator.reports.RunLabels;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirementBuilder;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.NodeSelectorTermBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The DaemonSet of one investigation, a pure function of its spec and the settings.
 *
 * <p>It selects by what the spec says, not by the chosen nodes: an agent on a node that was skipped finds no report and
 * idles, and the pod template stays small however many nodes there are.
 */
public final class AgentDaemonSet {

    static final String CONTAINER = "agent";

    private static final String TRACEFS = "/sys/kernel/tracing";

    private AgentDaemonSet() {}

    /** Name of the DaemonSet: investigations' names fit into it ({@code metadata.name} has at most 63 characters). */
    static String name(DropInvestigation investigation) {
        return "dropwhy-" + investigation.getMetadata().getName();
    }

    /** The DaemonSet as it is created. */
    public static DaemonSet desired(DropInvestigation investigation, AgentSettings settings) {
        Map<String, String> labels = RunLabels.of(investigation);
        return new DaemonSetBuilder()
                .withNewMetadata()
                .withName(name(investigation))
                .withNamespace(settings.namespace())
                .withLabels(labels)
                .withOwnerReferences(RunLabels.owner(investigation))
                .endMetadata()
                .withNewSpec()
                .withNewSelector()
                .addToMatchLabels(RunLabels.UID, investigation.getMetadata().getUid())
                .endSelector()
                .withNewUpdateStrategy()
                .withNewRollingUpdate()
                .withNewMaxUnavailable("100%")
                .endRollingUpdate()
                .endUpdateStrategy()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .withSpec(pod(investigation, settings))
                .endTemplate()
                .endSpec()
                .build();
    }

    private static PodSpec pod(DropInvestigation investigation, AgentSettings settings) {
        boolean tracefs = investigation.getSpec().events() == EventSource.Tracefs;
        PodSpec pod = new PodSpecBuilder()
                .withServiceAccountName(settings.serviceAccount())
                .withAutomountServiceAccountToken(true) // the account itself mounts none, so that no other pod gets it
                .withHostNetwork(true) // counters and drops of the node's own interfaces
                .withDnsPolicy("ClusterFirstWithHostNet")
                .withTolerations(settings.tolerations())
                .withTerminationGracePeriodSeconds(10L)
                .withEnableServiceLinks(false)
                .withNewSecurityContext()
                .withNewSeccompProfile()
                .withType(settings.seccompProfile())
                .endSeccompProfile()
                .endSecurityContext()
                .withImagePullSecrets(settings.imagePullSecrets().stream()
                        .map(LocalObjectReference::new)
                        .toList())
                .withContainers(container(investigation, settings, tracefs))
                .withVolumes(volumes(tracefs))
                .build();
        if (!settings.priorityClass().isEmpty()) {
            pod.setPriorityClassName(settings.priorityClass());
        }
        place(pod, investigation.getSpec().nodes());
        return pod;
    }

    private static Container container(DropInvestigation investigation, AgentSettings settings, boolean tracefs) {
        return new ContainerBuilder()
                .withName(CONTAINER)
                .withImage(settings.image())
                .withImagePullPolicy(settings.imagePullPolicy())
                .withArgs(
                        "agent",
                        "--investigation",
                        investigation.getMetadata().getName(),
                        "--uid",
                        investigation.getMetadata().getUid(),
                        "--node",
                        "$(NODE_NAME)",
                        "--namespace",
                        settings.namespace())
                .addNewEnv()
                .withName("NODE_NAME")
                .withNewValueFrom()
                .withNewFieldRef()
                .withFieldPath("spec.nodeName")
                .endFieldRef()
                .endValueFrom()
                .endEnv()
                .withResources(settings.resources())
                .withSecurityContext(security(settings))
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .withVolumeMounts(mounts(tracefs))
                .build();
    }

    /** Uid 0 without any right but the capabilities that the settings name. */
    private static SecurityContext security(AgentSettings settings) {
        SecurityContextBuilder security = new SecurityContextBuilder()
                .withRunAsUser(0L)
                .withRunAsGroup(0L)
                .withReadOnlyRootFilesystem(true);
        if (settings.privileged()) {
            return security.withPrivileged(true).build();
        }
        return security.withPrivileged(false)
                .withAllowPrivilegeEscalation(false)
                .withNewCapabilities()
                .withDrop("ALL")
                .withAdd(settings.capabilities())
                .endCapabilities()
                .build();
    }

    /** The JVM wants a /tmp; tracefs only where that engine was asked for. */
    private static List<Volume> volumes(boolean tracefs) {
        var volumes = new ArrayList<Volume>();
        volumes.add(new VolumeBuilder()
                .withName("tmp")
                .withNewEmptyDir()
                .withNewSizeLimit("16Mi")
                .endEmptyDir()
                .build());
        if (tracefs) {
            volumes.add(new VolumeBuilder()
                    .withName("tracefs")
                    .withNewHostPath()
                    .withPath(TRACEFS)
                    .withType("Directory")
                    .endHostPath()
                    .build());
        }
        return volumes;
    }

    private static List<VolumeMount> mounts(boolean tracefs) {
        var mounts = new ArrayList<VolumeMount>();
        mounts.add(
                new VolumeMountBuilder().withName("tmp").withMountPath("/tmp").build());
        if (tracefs) {
            mounts.add(new VolumeMountBuilder()
                    .withName("tracefs")
                    .withMountPath(TRACEFS)
                    .build());
        }
        return mounts;
    }

    /** Named nodes by name, one term each: the scheduler takes a single name in a term's matchFields. */
    private static void place(PodSpec pod, @Nullable NodeSelection nodes) {
        var labels = new TreeMap<String, String>();
        if (nodes != null && nodes.selector() != null) {
            labels.putAll(nodes.selector().matchLabels());
        }
        labels.putIfAbsent("kubernetes.io/os", "linux");
        pod.setNodeSelector(labels);
        if (nodes == null || nodes.names().isEmpty()) {
            return;
        }
        List<NodeSelectorTerm> terms =
                nodes.names().stream().map(AgentDaemonSet::onNode).toList();
        pod.setAffinity(new AffinityBuilder()
                .withNewNodeAffinity()
                .withNewRequiredDuringSchedulingIgnoredDuringExecution()
                .withNodeSelectorTerms(terms)
                .endRequiredDuringSchedulingIgnoredDuringExecution()
                .endNodeAffinity()
                .build());
    }

    private static NodeSelectorTerm onNode(String name) {
        NodeSelectorRequirement named = new NodeSelectorRequirementBuilder()
                .withKey("metadata.name")
                .withOperator("In")
                .withValues(name)
                .build();
        return new NodeSelectorTermBuilder().withMatchFields(named).build();
    }
}
