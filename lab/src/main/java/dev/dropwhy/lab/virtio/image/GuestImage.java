package dev.dropwhy.lab.virtio.image;

import dev.dropwhy.lab.virtio.debian.Architecture;
import dev.dropwhy.lab.virtio.debian.Kernel;
import dev.dropwhy.lab.virtio.debian.ModuleSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What is the same in all guests: busybox, the agent, and what it is linked to. A guest's initramfs is this and the modules of
 * its kernel.
 */
public abstract class GuestImage implements AutoCloseable {

    private static final List<String> FOLDERS = List.of("bin", "dev", "proc", "run", "sys", "tmp", "var/run");

    private final Architecture architecture;
    private final Path busybox;

    GuestImage(Architecture architecture, Path busybox) {
        this.architecture = architecture;
        this.busybox = busybox;
    }

    /** Of the programs in it. */
    public Architecture architecture() {
        return architecture;
    }

    /** The words that start the agent's command line in the guest. */
    public abstract List<String> agent() throws IOException;

    /** Removes what was made for this image alone; a guest that has booted needs nothing of it. */
    @Override
    public void close() throws IOException {}

    /** Adds the agent and what it needs beside the kernel. */
    abstract void addAgent(CpioArchive archive) throws IOException, InterruptedException;

    /**
     * Writes an initramfs.
     *
     * @param modules modules that the guest may load, by name; those that they need come along
     */
    public void write(Path file, Kernel kernel, Collection<String> modules) throws IOException, InterruptedException {
        try (CpioArchive archive = new CpioArchive(Files.newOutputStream(file))) {
            for (String name : FOLDERS) {
                archive.folder(Path.of(name));
            }
            archive.file(Path.of("init"), true, init());
            archive.file(Path.of("bin/busybox"), true, Files.readAllBytes(busybox));
            addAgent(archive);
            addModules(archive, kernel, ModuleSet.pick(kernel, modules));
        }
    }

    private static byte[] init() throws IOException {
        try (InputStream script = GuestImage.class.getResourceAsStream("init")) {
            if (script == null) {
                throw new IOException("the lab was built without the guest's init");
            }
            return script.readAllBytes();
        }
    }

    private static void addModules(CpioArchive archive, Kernel kernel, ModuleSet modules) throws IOException {
        Path folder = Path.of("lib/modules", kernel.version());
        for (Map.Entry<String, byte[]> module : modules.contents().entrySet()) {
            archive.file(folder.resolve(module.getKey() + ".ko"), false, module.getValue());
        }
        archive.file(
                folder.resolve("modules.dep"), false, modules.dependencyFile().getBytes(StandardCharsets.US_ASCII));
    }
}
