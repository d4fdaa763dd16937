package dev.dropwhy.lab.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A process that lives in a namespace and in a control group that is called as Docker calls a container's: what is left of a
 * container where nobody asks for its files.
 */
public final class Container implements AutoCloseable {

    private final Process process;
    private final Path group;

    private Container(Process process, Path group) {
        this.process = process;
        this.group = group;
    }

    /** Where this machine has cgroup version 2, as it is mounted alone and beside version 1. */
    public static Optional<Path> controlGroups() {
        return Stream.of("/sys/fs/cgroup", "/sys/fs/cgroup/unified")
                .map(Path::of)
                .filter(root -> Files.exists(root.resolve("cgroup.controllers")))
                .findFirst();
    }

    /**
     * Starts it.
     *
     * @param controlGroups root of cgroup version 2
     * @param id 64 hexadecimal digits
     */
    public static Container start(Namespace namespace, Path controlGroups, String id) throws IOException {
        Path group = Files.createDirectory(controlGroups.resolve("docker-" + id + ".scope"));
        Process process;
        try {
            process = new ProcessBuilder(List.of("nsenter", "--net=/run/netns/" + namespace.name(), "sleep", "600"))
                    .start();
        } catch (IOException e) {
            Files.delete(group);
            throw e;
        }
        Container container = new Container(process, group);
        try {
            Files.writeString(group.resolve("cgroup.procs"), Long.toString(process.pid()));
            return container;
        } catch (IOException e) {
            container.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        Files.delete(group);
    }
}
