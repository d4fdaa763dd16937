package dev.dropwhy.e2e.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A cluster that somebody started, such as {@code e2e/cluster/with-node.sh}: {@code DROPWHY_E2E_KUBECONFIG} names its
 * kubeconfig and {@code DROPWHY_E2E_NODE_PID} a process in its node's network namespace. Its node has the images.
 */
record GivenCluster(String kubeconfig, long nodeProcess) implements Cluster {

    private static final String KUBECONFIG = "DROPWHY_E2E_KUBECONFIG";
    private static final String NODE_PID = "DROPWHY_E2E_NODE_PID";

    /** The cluster that the environment names, if it names one. */
    static Optional<Cluster> from(Map<String, String> environment) throws IOException {
        String kubeconfig = environment.get(KUBECONFIG);
        if (kubeconfig == null) {
            return Optional.empty();
        }
        String pid = environment.get(NODE_PID);
        if (pid == null) {
            throw new IllegalStateException(
                    KUBECONFIG + " is set and " + NODE_PID
                            + " is not: the scenarios plug a cable into the node's network namespace and need a process in it.");
        }
        return Optional.of(new GivenCluster(Files.readString(Path.of(kubeconfig)), Long.parseLong(pid)));
    }

    @Override
    public void close() {
        // whoever started it stops it
    }
}
