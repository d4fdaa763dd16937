package dev.dropwhy.lab.virtio.image;

import dev.dropwhy.lab.network.Command;
import dev.dropwhy.lab.virtio.debian.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The agent of this build, or all of this build, with this machine's own busybox, iproute2, Java and libraries, for guests of its architecture. */
public final class BuiltImage extends GuestImage {

    private static final Path BUSYBOX = Path.of("/bin/busybox");

    /** Of iproute2: busybox's ip knows neither namespaces nor XDP, and there is no tc in it. */
    private static final List<String> TOOLS = List.of("ip", "tc", "bridge");

    private static final Path LIBRARIES = Path.of("/lib/x86_64-linux-gnu");
    private static final Path LOADER = Path.of("/lib64/ld-linux-x86-64.so.2");
    private static final Pattern LIBRARY = Pattern.compile("(?:=> )?(/[^ ]+\\.so[^ ]*)");

    /** What people watch drops with: a scenario that needs it and does not find it is not played. */
    private static final List<String> WATCHERS = List.of("dropwatch");

    private final JavaSystem java;
    private final List<String> tools;

    private BuiltImage(JavaSystem java, List<String> watchers) {
        super(Architecture.AMD64, BUSYBOX);
        this.java = java;
        tools = Stream.concat(TOOLS.stream(), watchers.stream().filter(Command::exists))
                .toList();
    }

    /** Makes the parts that take time, or takes them from the cache folder. */
    public static BuiltImage prepare(Path cache) throws IOException, InterruptedException {
        return new BuiltImage(JavaSystem.ofTheAgent(cache), WATCHERS);
    }

    /**
     * As {@link #prepare}, with all that this process can call, the lab itself included.
     *
     * @param watchers further programs, as far as this machine has them
     */
    public static BuiltImage withAll(Path cache, List<String> watchers) throws IOException, InterruptedException {
        return new BuiltImage(JavaSystem.ofAll(cache), watchers);
    }

    /** The words that start a main class in the guest. */
    public List<String> java(Class<?> main) throws IOException {
        return java.command(main.getName());
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

    @Override
    public List<String> agent() throws IOException {
        return java.command();
    }

    @Override
    void addAgent(CpioArchive archive) throws IOException, InterruptedException {
        for (String tool : tools) {
            archive.copy(tool(tool), Path.of("sbin").resolve(tool));
        }
        archive.file(XdpObject.PATH, false, XdpObject.dropping());
        archive.copyTree(java.folder());
        for (Path library : libraries()) {
            archive.copy(library, LIBRARIES.resolve(library.getFileName()));
        }
        archive.copy(LOADER, LOADER);
    }

    private static Path tool(String name) throws IOException {
        return Command.find(name).orElseThrow(() -> new IOException("the program " + name + " is missing"));
    }

    /** What the runtime, libbpf and the tools are linked to, as {@code ldd} finds it on this machine. */
    private Set<Path> libraries() throws IOException, InterruptedException {
        Path libbpf = libbpf().orElseThrow(() -> new IOException("there is no libbpf.so.1"));
        List<String> words = new ArrayList<>(List.of("ldd", libbpf.toString()));
        words.add(java.runtime().resolve("bin/java").toString());
        for (String tool : tools) {
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
