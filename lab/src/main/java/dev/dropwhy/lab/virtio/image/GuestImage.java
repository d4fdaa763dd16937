package dev.dropwhy.lab.virtio.image;

import dev.dropwhy.lab.network.Command;
import dev.dropwhy.lab.virtio.debian.Kernel;
import dev.dropwhy.lab.virtio.debian.ModuleSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is the same in all guests: busybox, tools of iproute2, the agent, and what those are linked to. A guest's initramfs is this and the modules of
 * its kernel.
 */
public final class GuestImage {

    private static final Path BUSYBOX = Path.of("/bin/busybox");

    /** Of iproute2: busybox's ip knows neither namespaces nor XDP, and there is no tc in it. */
    private static final List<String> TOOLS = List.of("ip", "tc", "bridge");

    private static final Path LIBRARIES = Path.of("/lib/x86_64-linux-gnu");
    private static final Path LOADER = Path.of("/lib64/ld-linux-x86-64.so.2");
    private static final Pattern LIBRARY = Pattern.compile("(?:=> )?(/[^ ]+\\.so[^ ]*)");
    private static final List<String> FOLDERS = List.of("bin", "dev", "proc", "run", "sys", "tmp", "var/run");

    private final JavaSystem java;

    private GuestImage(JavaSystem java) {
        this.java = java;
    }

    /** Makes the parts that take time, or takes them from the cache folder. */
    public static GuestImage prepare(Path cache) throws IOException, InterruptedException {
        return new GuestImage(JavaSystem.prepare(cache));
    }

    /** What this machine lacks to make an image; empty if nothing. */
    public static Optional<String> missing() {
        if (!Files.isExecutable(BUSYBOX)) {
            return Optional.of("there is no " + BUSYBOX + " (Debian package busybox-static)");
        }
        Optional<String> tool =
                TOOLS.stream().filter(name -> !Command.exists(name)).findFirst();
        if (tool.isPresent()) {
            return Optional.of("the program " + tool.get() + " is missing (Debian package iproute2)");
        }
        return libbpf().isEmpty() ? Optional.of("there is no libbpf.so.1 (Debian package libbpf1)") : Optional.empty();
    }

    private static Optional<Path> libbpf() {
        return Stream.of("/usr/lib/x86_64-linux-gnu/libbpf.so.1", "/lib/x86_64-linux-gnu/libbpf.so.1")
                .map(Path::of)
                .filter(Files::exists)
                .findFirst();
    }

    /** The words that start the agent's command line in the guest. */
    public List<String> agent() throws IOException {
        return java.command();
    }

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
            archive.copy(BUSYBOX, Path.of("bin/busybox"));
            for (String tool : TOOLS) {
                archive.copy(tool(tool), Path.of("sbin").resolve(tool));
            }
            archive.file(XdpObject.PATH, false, XdpObject.dropping());
            archive.copyTree(java.folder());
            for (Path library : libraries()) {
                archive.copy(library, LIBRARIES.resolve(library.getFileName()));
            }
            archive.copy(LOADER, LOADER);
            addModules(archive, kernel, ModuleSet.pick(kernel, modules));
        }
    }

    private static Path tool(String name) throws IOException {
        return Command.find(name).orElseThrow(() -> new IOException("the program " + name + " is missing"));
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

    /** What the runtime, libbpf and the tools are linked to, as {@code ldd} finds it on this machine. */
    private Set<Path> libraries() throws IOException, InterruptedException {
        Path libbpf = libbpf().orElseThrow(() -> new IOException("there is no libbpf.so.1"));
        List<String> words = new ArrayList<>(List.of("ldd", libbpf.toString()));
        words.add(java.runtime().resolve("bin/java").toString());
        for (String tool : TOOLS) {
            words.add(tool(tool).toString());
        }
        try (Stream<Path> walk = Files.walk(java.runtime().resolve("lib"))) {
            walk.filter(path -> path.toString().endsWith(".so")).forEach(path -> words.add(path.toString()));
        }
        Set<Path> found = new TreeSet<>(Set.of(libbpf));
        for (String line : Command.run(words).lines().toList()) {
            Matcher library = LIBRARY.matcher(line);
            if (!line.endsWith(":") && library.find()) {
                Path path = Path.of(library.group(1));
                if (!path.startsWith(java.folder()) && !path.equals(LOADER)) {
                    found.add(path);
                }
            }
        }
        return found;
    }
}
