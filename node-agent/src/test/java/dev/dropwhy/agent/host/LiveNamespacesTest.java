package dev.dropwhy.agent.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dropwhy.agent.kernel.Capability;
import dev.dropwhy.diagnosis.observation.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real namespaces, and a real process in a control group that is called as a runtime calls a container's. */
@Timeout(60)
class LiveNamespacesTest {

    private static final Path PROC = Path.of("/proc");
    private static final String NAME = "dwname" + ProcessHandle.current().pid();

    private @Nullable Process sleeper;
    private @Nullable Path group;

    private static void needRoot() throws IOException {
        assumeTrue(Capability.effective().contains(Capability.CAP_SYS_ADMIN), "needs root: makes a network namespace");
    }

    @AfterEach
    void removed() throws Exception {
        if (sleeper != null) {
            sleeper.destroyForcibly().waitFor();
        }
        if (group != null) {
            Files.deleteIfExists(group);
        }
        run("sh", "-c", "! test -e /run/netns/" + NAME + " || ip netns del " + NAME);
    }

    @Test
    void aNamespaceHasTheNameThatIpGaveIt() throws Exception {
        needRoot();
        run("ip", "netns", "add", NAME);
        assertThat(told((Long) Files.getAttribute(Path.of("/run/netns", NAME), "unix:ino")))
                .isEqualTo("netns " + NAME);
    }

    @Test
    void aNamespaceWithoutANameIsNamedByWhoLivesInIt() throws Exception {
        needRoot();
        Process inside = unshared();
        assertThat(told(await(inside))).isEqualTo("process sleep (pid " + inside.pid() + ")");
    }

    @Test
    void aContainerIsNamedByTheControlGroupOfItsProcess() throws Exception {
        needRoot();
        Path root = controlGroups();
        String id = "%064x".formatted(0xd209L << 32 | ProcessHandle.current().pid());
        Process inside = unshared();
        long inode = await(inside);
        Path made = Files.createDirectory(root.resolve("cri-containerd-" + id + ".scope"));
        group = made;
        Files.writeString(made.resolve("cgroup.procs"), Long.toString(inside.pid()));

        assertThat(new NetworkNamespaces(PROC).tell(List.of(inode)))
                .singleElement()
                .satisfies(namespace -> {
                    assertThat(namespace.runtime()).isEqualTo("containerd");
                    assertThat(namespace.container()).isEqualTo(id);
                    assertThat(namespace.host()).isFalse();
                });
    }

    @Test
    void theNamespaceOfTheMachineIsTheHost() {
        Path own = PROC.resolve("self/ns/net");
        assumeTrue(
                Files.exists(PROC.resolve("sys/net/core/netdev_budget")),
                "runs in a network namespace other than the machine's");
        assertThat(told(NamespaceLink.inode(own))).isEqualTo("host");
    }

    @Test
    void aNamespaceIsNotTheOnlyOneWhileAnotherHasANameOrAProcess() throws Exception {
        long own = NamespaceLink.inode(PROC.resolve("self/ns/net"));
        NetworkNamespaces withoutNames = new NetworkNamespaces(PROC, List.of(), new PodLogs(Path.of("/nonexistent")));
        await(unshared());
        assertThat(withoutNames.isOnly(own)).isFalse();

        run("ip", "netns", "add", NAME);
        assertThat(new NetworkNamespaces(PROC).isOnly(own)).isFalse();
    }

    private Process unshared() throws IOException {
        Process started = new ProcessBuilder("unshare", "--net", "sleep", "300").start();
        sleeper = started;
        return started;
    }

    private static Path controlGroups() {
        return Stream.of("/sys/fs/cgroup", "/sys/fs/cgroup/unified")
                .map(Path::of)
                .filter(root -> Files.exists(root.resolve("cgroup.controllers"))
                        && Files.isWritable(root.resolve("cgroup.procs")))
                .findFirst()
                .orElseGet(() -> Assumptions.abort("needs cgroup version 2, mounted so that root may make a group"));
    }

    private static String told(long inode) {
        return new NetworkNamespaces(PROC)
                .tell(List.of(inode)).stream()
                        .map(NetworkNamespace::title)
                        .findFirst()
                        .orElse("nothing");
    }

    /** The namespace of a process that is about to enter one of its own. */
    private static long await(Process process) throws InterruptedException {
        long own = NamespaceLink.inode(PROC.resolve("self/ns/net"));
        Path link = PROC.resolve(process.pid() + "/ns/net");
        long inode = own;
        while (inode == own || inode == 0) {
            Thread.sleep(5);
            inode = NamespaceLink.inode(link);
        }
        while (!comm(process).equals("sleep")) {
            Thread.sleep(5);
        }
        return inode;
    }

    private static String comm(Process process) {
        try {
            return Files.readString(PROC.resolve(process.pid() + "/comm")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(String... words) throws Exception {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }
}
