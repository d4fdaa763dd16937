package dev.dropwhy.e2e.cluster;

/**
 * A real cluster of at least one node that has the images.
 */
public interface Cluster extends AutoCloseable {

    /** The kubeconfig of an administrator, as YAML. */
    String kubeconfig();

    /** A process of this machine that lives in the network namespace of the cluster's node. */
    long nodeProcess();

    @Override
    void close();
}
