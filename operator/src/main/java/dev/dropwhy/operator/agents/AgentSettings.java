package dev.dropwhy.operator.agents;

import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;

/**
 * How agents are run.
 *
 * @param namespace where their DaemonSets and reports live
 * @param serviceAccount what they identify as
 * @param image container image
 * @param imagePullPolicy {@code Always}, {@code IfNotPresent} or {@code Never}
 * @param imagePullSecrets names of pull secrets in that namespace
 * @param tolerations taints that agents tolerate; a node with another taint is skipped
 * @param resources requests and limits
 * @param priorityClass priority class, empty for none
 * @param capabilities capabilities added to none; the chart gives the reason for each
 * @param seccompProfile {@code RuntimeDefault}, or {@code Unconfined} where that refuses bpf(2) even with CAP_BPF
 * @param privileged run privileged, for kernels before 5.8 that know neither CAP_BPF nor CAP_PERFMON
 */
public record AgentSettings(
        String namespace,
        String serviceAccount,
        String image,
        String imagePullPolicy,
        List<String> imagePullSecrets,
        List<Toleration> tolerations,
        ResourceRequirements resources,
        String priorityClass,
        List<String> capabilities,
        String seccompProfile,
        boolean privileged) {

    public AgentSettings {
        imagePullSecrets = List.copyOf(imagePullSecrets);
        capabilities = List.copyOf(capabilities);
        tolerations = List.copyOf(tolerations);
    }
}
