package dev.dropwhy.e2e.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** k3s in a container of the local Docker, for machines that can pull its image. */
final class K3sCluster implements Cluster {

    private static final DockerImageName IMAGE = DockerImageName.parse("rancher/k3s:v1.34.2-k3s1");

    private final K3sContainer container;

    private K3sCluster(K3sContainer container) {
        this.container = container;
    }

    /**
     * Starts it and imports images.
     *
     * @param images archives to import on the node
     * @throws ClusterUnavailableException where there is no Docker, or the image cannot be had
     */
    static Cluster start(List<Path> images) throws ClusterUnavailableException {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw new ClusterUnavailableException("no Docker answers on this machine");
        }
        @SuppressWarnings("resource") // closed by close()
        K3sContainer container = new K3sContainer(IMAGE);
        try {
            container.start();
        } catch (RuntimeException e) {
            container.close();
            throw new ClusterUnavailableException("Docker cannot start " + IMAGE + ": " + e.getMessage(), e);
        }
        K3sCluster cluster = new K3sCluster(container);
        try {
            images.forEach(cluster::importImage);
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    private void importImage(Path archive) {
        String inside = "/tmp/" + archive.getFileName();
        container.copyFileToContainer(MountableFile.forHostPath(archive), inside);
        try {
            ExecResult result = container.execInContainer("ctr", "-n", "k8s.io", "images", "import", inside);
            if (result.getExitCode() != 0) {
                throw new IllegalStateException("k3s cannot import " + archive + ": " + result.getStderr());
            }
        } catch (IOException e) {
            throw new IllegalStateException("k3s cannot import " + archive, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while k3s imported " + archive, e);
        }
    }

    @Override
    public String kubeconfig() {
        return container.getKubeConfigYaml();
    }

    @Override
    public long nodeProcess() {
        Long pid = container.getContainerInfo().getState().getPidLong();
        return Objects.requireNonNull(pid, "Docker tells no process of a container that runs");
    }

    @Override
    public void close() {
        container.close();
    }
}
