package dev.dropwhy.operator.testing;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Tokens of service accounts, from the API server itself. */
public final class Tokens {

    private final KubernetesClient admin;

    public Tokens(KubernetesClient admin) {
        this.admin = admin;
    }

    /** A token bound to nothing. */
    public String of(String namespace, String serviceAccount) {
        return request(
                namespace,
                serviceAccount,
                new TokenRequestBuilder().withNewSpec().endSpec().build());
    }

    /** A token as the kubelet gets it for a pod on a node; it says which node that is. */
    public String ofPod(String namespace, String serviceAccount, String node) {
        Pod pod = admin.resource(pod(namespace, "agent-" + node, serviceAccount, node))
                .create();
        return request(
                namespace,
                serviceAccount,
                new TokenRequestBuilder()
                        .withNewSpec()
                        .withNewBoundObjectRef(
                                "v1",
                                "Pod",
                                pod.getMetadata().getName(),
                                pod.getMetadata().getUid())
                        .endSpec()
                        .build());
    }

    /** A pod that no kubelet will ever run. */
    public static Pod pod(String namespace, String name, String serviceAccount, String node) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withServiceAccountName(serviceAccount)
                .withNodeName(node)
                .addNewContainer()
                .withName("agent")
                .withImage("none")
                .endContainer()
                .endSpec()
                .build();
    }

    private String request(String namespace, String serviceAccount, TokenRequest request) {
        return admin.serviceAccounts()
                .inNamespace(namespace)
                .withName(serviceAccount)
                .tokenRequest(request)
                .getStatus()
                .getToken();
    }
}
