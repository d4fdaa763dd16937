package dev.dropwhy.lab.virtio.debian;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Kernels kept outside the work tree: {@code kernels/SUITE} in the cache folder, fetched once. A folder appears there only
 * when it is complete.
 */
public final class KernelStore {

    /** The package that depends on a release's current kernel for virtual machines. */
    private static final String META_PACKAGE = "linux-image-cloud-amd64";

    /** Images and, since 7.2 apart from them, the kernel's binary and its modules. */
    private static final Pattern PARTS = Pattern.compile("linux-(image|binary|modules)-[0-9].*");

    private final Path folder;

    /**
     * @param cache the cache folder
     */
    public KernelStore(Path cache) {
        folder = cache.resolve("kernels");
    }

    /**
     * A release's kernel, fetched if it is not there yet.
     *
     * @throws IOException if it cannot be fetched; the message says why
     */
    public Kernel kernel(Release release) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path kept = folder.resolve(release.suite());
        try (FileChannel channel = FileChannel.open(
                        folder.resolve(release.suite() + ".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (!Files.isDirectory(kept)) {
                fetch(release, kept);
            }
            assert lock.isValid();
        }
        return find(kept);
    }

    private void fetch(Release release, Path kept) throws IOException, InterruptedException {
        PrivateApt apt = new PrivateApt(folder.resolve("apt-" + release.suite()), release);
        apt.update();
        Set<String> packages = apt.closure(META_PACKAGE, PARTS);
        packages.remove(META_PACKAGE);
        Path unpacked = folder.resolve(release.suite() + ".new");
        Trees.delete(unpacked);
        apt.unpack(packages, unpacked);
        find(unpacked);
        Files.move(unpacked, kept, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The image lies in /boot, and since 7.2 beside the modules; modules lie in /lib, or with a merged /usr in /usr/lib. */
    private static Kernel find(Path unpacked) throws IOException {
        Path modules = firstChild(unpacked.resolve("usr/lib/modules"), unpacked.resolve("lib/modules"));
        String version = modules.getFileName().toString();
        for (Path image : List.of(modules.resolve("vmlinuz"), unpacked.resolve("boot/vmlinuz-" + version))) {
            if (Files.isRegularFile(image)) {
                return new Kernel(version, image, modules);
            }
        }
        throw new IOException("the packages in " + unpacked + " hold no kernel image");
    }

    private static Path firstChild(Path... folders) throws IOException {
        for (Path parent : folders) {
            if (Files.isDirectory(parent)) {
                try (Stream<Path> children = Files.list(parent)) {
                    return children.findFirst().orElseThrow(() -> new IOException(parent + " is empty"));
                }
            }
        }
        throw new IOException("the packages hold no modules: " + List.of(folders));
    }
}
