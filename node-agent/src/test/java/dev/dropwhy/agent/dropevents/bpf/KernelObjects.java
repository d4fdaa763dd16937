package dev.dropwhy.agent.dropevents.bpf;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a process holds in the kernel, by its descriptors. */
final class KernelObjects {

    private KernelObjects() {}

    /** How many descriptors of these kinds this process has. */
    static long ownDescriptors(String... kinds) throws IOException {
        long count = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path file : files) {
                if (Files.isSymbolicLink(file)) {
                    String target = Files.readSymbolicLink(file).toString();
                    count += List.of(kinds).stream().filter(target::contains).count();
                }
            }
        }
        return count;
    }
}
