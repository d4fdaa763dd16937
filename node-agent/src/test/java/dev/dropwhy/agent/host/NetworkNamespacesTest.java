package dev.dropwhy.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.diagnosis.observation.NetworkNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a played {@code /proc}; {@link LiveNamespacesTest} asks the real one. */
class NetworkNamespacesTest {

    private static final String ID = "3f2a91c04e1b77d2a0c9e85d1b6f4a3e9c8d7b6a5f4e3d2c1b0a9f8e7d6c5b4a";
    private static final String UID = "0f5b2c1e-1a2b-3c4d-5e6f-0123456789ab";
    private static final long HOST = 4026531840L;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path root;

    private Path proc;

    @BeforeEach
    void initialNamespaces() throws IOException {
        proc = root.resolve("proc");
        link("self/ns/pid", "pid:[4026531836]");
        link("thread-self/ns/net", "net:[" + HOST + "]");
        process(1, HOST, "systemd", "0::/init.scope");
        process(2, HOST, "kthreadd", "0::/");
    }

    @Test
    void theHostIsWhereTheKernelsOwnThreadsLive() throws IOException {
        assertThat(titles(HOST, 4026531833L))
                .as("and what has the host's fixed number")
                .containsExactly("host", "host");
    }

    @Test
    void inAContainerWithTheHostsNetworkTheHostIsTold() throws IOException {
        link("self/ns/pid", "pid:[4026532700]");
        assertThat(titles(HOST)).as("process 2 may be anybody's here").doesNotContain("host");
        write("sys/net/core/netdev_budget", "300\n");
        assertThat(titles(HOST)).containsExactly("host");
    }

    @Test
    void aPodIsNamedByItsLogs() throws IOException {
        process(70, 70, "pause", "0::/kubepods/pod" + UID + "/cri-containerd-" + ID + ".scope");
        assertThat(titles(70)).containsExactly("pod with uid " + UID + " (containerd 3f2a91c04e1b)");
        Files.createDirectories(root.resolve("pods/shop_web-0_" + UID));
        Files.createDirectories(root.resolve("pods/not a pod_" + UID));
        assertThat(titles(70)).containsExactly("pod shop/web-0 (containerd 3f2a91c04e1b)");
    }

    @Test
    void aContainerIsBetterThanAServiceAndThatBetterThanAProcess() throws IOException {
        process(70, 70, "sh", "0::/user.slice/session-1.scope");
        assertThat(titles(70)).containsExactly("process sh (pid 70)");
        process(71, 70, "web", "0::/system.slice/web.service");
        assertThat(titles(70)).containsExactly("unit web.service");
        process(72, 70, "nginx", "0::/docker/" + ID);
        assertThat(titles(70)).containsExactly("Docker container 3f2a91c04e1b");
    }

    @Test
    void namespacesOfWhichNothingIsKnownAreLeftOutAndTheOrderStays() throws IOException {
        process(70, 70, "one", "0::/");
        process(80, 80, "two", "0::/");
        assertThat(tell(80, 999, 0, 70)).extracting(NetworkNamespace::inode).containsExactly(80L, 70L);
    }

    @Test
    void strangeProcessesAreNoObstacle() throws IOException {
        link("66/ns/net", "net:[");
        link("67/ns/net", "socket");
        Files.createDirectories(proc.resolve("68"));
        link("69/ns/net", "net:[70]"); // ended: neither comm nor cgroup
        process(70, 70, "bad\u001b[31m\n", "no colons\n0:\n::::\n");
        assertThat(titles(70)).containsExactly("process bad [31m (pid 70)");
    }

    @Test
    void anOrdinaryFileInTheFolderOfMountsIsNoNamespace() throws IOException {
        Path file = root.resolve("mounts/blue");
        Files.createDirectories(root.resolve("mounts"));
        Files.writeString(file, "");
        long inode = (Long) Files.getAttribute(file, "unix:ino");
        assertThat(new NetworkNamespaces(
                                Path.of("/proc"), List.of(root.resolve("mounts")), new PodLogs(root.resolve("pods")))
                        .tell(List.of(inode)))
                .isEmpty();
    }

    private List<NetworkNamespace> tell(long... inodes) {
        return new NetworkNamespaces(proc, List.of(root.resolve("mounts")), new PodLogs(root.resolve("pods")))
                .tell(Arrays.stream(inodes).boxed().toList());
    }

    private List<String> titles(long... inodes) {
        return tell(inodes).stream().map(NetworkNamespace::title).toList();
    }

    private void process(int pid, long namespace, String name, String cgroup) throws IOException {
        link(pid + "/ns/net", "net:[" + namespace + "]");
        write(pid + "/comm", name + "\n");
        write(pid + "/cgroup", cgroup);
    }

    private void link(String path, String target) throws IOException {
        Path link = proc.resolve(path);
        Files.createDirectories(link.getParent());
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, Path.of(target));
    }

    private void write(String path, String text) throws IOException {
        Path file = proc.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
