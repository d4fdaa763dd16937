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
 * Kernels kept outside the work tree: {@code kernels/SUITE} in the cache folder ({@code SUITE-arm64} for that architecture),
 * fetched once. A folder appears there only when it is complete.
 */
public final class KernelStore {

    /** The package that depends on a release's current kernel for virtual machines, without its architecture. */
    private static final String META_PACKAGE = "linux-image-cloud-";

    private static final String BUSYBOX = "busybox-static";

    /** Images and, since 7.2 apart from them, the kernel's binary and its modules. */
    private static final Pattern PARTS = Pattern.compile("linux-(image|binary|modules)-[0-9].*");

    private final Path folder;
    private final Architecture architecture;

    /**
     * @param cache the cache folder
     * @param architecture whose kernels
     */
    public KernelStore(Path cache, Architecture architecture) {
        folder = cache.resolve("kernels");
        this.architecture = architecture;
    }

    /**
     * A release's kernel, fetched if it is not there yet.
     *
     * @throws IOException if it cannot be fetched; the message says why
     */
    public Kernel kernel(Release release) throws IOException, InterruptedException {
        String metaPackage = META_PACKAGE + architecture.debianName();
        return kept(
                release,
                "",
                apt -> {
                    Set<String> packages = apt.closure(metaPackage, PARTS);
                    packages.remove(metaPackage);
                    return packages;
                },
                KernelStore::find);
    }

    /**
     * A release's busybox for this architecture, linked to nothing, fetched if it is not there yet: this machine's own
     * does not run in a guest of another architecture.
     *
     * @throws IOException if it cannot be fetched; the message says why
     */
    public Path busybox(Release release) throws IOException, InterruptedException {
        return kept(release, "-busybox", apt -> Set.of(BUSYBOX), KernelStore::findBusybox);
    }

    private static Path findBusybox(Path unpacked) throws IOException {
        for (Path program : List.of(unpacked.resolve("usr/bin/busybox"), unpacked.resolve("bin/busybox"))) {
            if (Files.isRegularFile(program)) {
                return program;
            }
        }
        throw new IOException("the package " + BUSYBOX + " in " + unpacked + " holds no busybox");
    }

    /** Which packages of a release are meant. */
    private interface Choice {
        Set<String> from(PrivateApt apt) throws IOException, InterruptedException;
    }

    /** What is looked for in a folder of unpacked packages. */
    private interface Search<T> {
        T in(Path unpacked) throws IOException;
    }

    private <T> T kept(Release release, String ending, Choice choice, Search<T> search)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        String suite = release.suite() + (architecture == Architecture.AMD64 ? "" : "-" + architecture.debianName());
        Path kept = folder.resolve(suite + ending);
        try (FileChannel channel = FileChannel.open(
                        folder.resolve(suite + ending + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (!Files.isDirectory(kept)) {
                PrivateApt apt = new PrivateApt(folder.resolve("apt-" + suite), release, architecture);
                apt.update();
                Path unpacked = folder.resolve(suite + ending + ".new");
                Trees.delete(unpacked);
                apt.unpack(choice.from(apt), unpacked);
                search.in(unpacked);
                Files.move(unpacked, kept, StandardCopyOption.ATOMIC_MOVE);
            }
            assert lock.isValid();
        }
        return search.in(kept);
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
