package dev.dropwhy.lab.virtio.debian;

import dev.dropwhy.lab.network.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * apt with package lists of one suite, in a folder of its own: the machine's own lists and packages stay as they are. apt
 * itself checks each package against the checksum in the index, and the index against the archive's signature.
 */
public final class PrivateApt {

    private static final Path KEYRING = Path.of("/usr/share/keyrings/debian-archive-keyring.gpg");
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String DEPENDS = "  Depends: ";

    private final Path folder;
    private final List<String> options;

    /**
     * @param folder where the lists are kept
     * @param release what to list
     * @param architecture of the packages
     */
    PrivateApt(Path folder, Release release, Architecture architecture) throws IOException, InterruptedException {
        this(
                folder,
                List.of(
                        "APT::Architecture=" + architecture.debianName(),
                        "APT::Architectures=" + architecture.debianName()),
                "deb",
                release.repository(),
                release.suite());
    }

    private PrivateApt(Path folder, List<String> options, String kind, String repository, String suite)
            throws IOException, InterruptedException {
        this.folder = folder;
        this.options = options;
        Files.createDirectories(folder.resolve("lists/partial"));
        Files.createDirectories(folder.resolve("archives/partial"));
        Files.writeString(folder.resolve("status"), "");
        Files.writeString(
                folder.resolve("sources.list"),
                "%s [signed-by=%s] %s %s main%n".formatted(kind, KEYRING, mirror(repository), suite));
    }

    /**
     * Lists source packages.
     *
     * @param folder where the lists are kept
     * @param repository how the repository's address ends
     * @param suite the suite in it
     */
    public static PrivateApt ofSources(Path folder, String repository, String suite)
            throws IOException, InterruptedException {
        return new PrivateApt(folder, List.of(), "deb-src", repository, suite);
    }

    /**
     * Where this machine finds a repository: a mirror is the machine's business. The environment's {@code DEBIAN_MIRROR} or
     * {@code DEBIAN_SECURITY_MIRROR} goes before what apt has.
     */
    private static String mirror(String repository) throws IOException, InterruptedException {
        String variable = repository.toUpperCase(Locale.ROOT).replace('-', '_') + "_MIRROR";
        String given = System.getenv(variable);
        if (given != null) {
            return given;
        }
        return Command.run(List.of("apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"))
                .lines()
                .map(uri -> uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri)
                .filter(uri -> uri.endsWith("/" + repository))
                .findFirst()
                .orElseThrow(() -> new IOException("apt on this machine has no repository that ends in /" + repository
                        + "; set " + variable + " to one"));
    }

    /** Fetches the lists. */
    public void update() throws IOException, InterruptedException {
        Command.run(command("apt-get", "-qq", "update"), LIMIT);
    }

    /** A package, and what it depends on as far as the names are like this. */
    Set<String> closure(String name, Pattern wanted) throws IOException, InterruptedException {
        Set<String> found = new LinkedHashSet<>();
        List<String> open = new ArrayList<>(List.of(name));
        while (!open.isEmpty()) {
            String next = open.removeFirst();
            if (found.add(next)) {
                Command.run(command("apt-cache", "depends", "--no-recommends", "--no-suggests", next), LIMIT)
                        .lines()
                        .filter(line -> line.startsWith(DEPENDS))
                        .map(line -> line.substring(DEPENDS.length()).strip())
                        .filter(wanted.asMatchPredicate())
                        .forEach(open::add);
            }
        }
        return found;
    }

    /** Downloads packages and unpacks them into a folder; the packages themselves are not kept. */
    void unpack(Set<String> packages, Path target) throws IOException, InterruptedException {
        Path downloads = Files.createTempDirectory(folder, "download");
        try {
            List<String> words = new ArrayList<>(List.of("env", "-C", downloads.toString()));
            words.addAll(command("apt-get", "-qq", "download"));
            words.addAll(packages);
            Command.run(words, LIMIT);
            try (var files = Files.list(downloads)) {
                for (Path file : files.toList()) {
                    Command.run(List.of("dpkg-deb", "-x", file.toString(), target.toString()), LIMIT);
                }
            }
        } finally {
            Trees.delete(downloads);
        }
    }

    /** Downloads a source package's files into a folder. */
    public void source(String name, Path target) throws IOException, InterruptedException {
        Files.createDirectories(target);
        List<String> words = new ArrayList<>(List.of("env", "-C", target.toString()));
        words.addAll(command("apt-get", "-qq", "source", "--download-only", name));
        Command.run(words, LIMIT);
    }

    private List<String> command(String program, String... words) {
        List<String> all = new ArrayList<>(List.of(program));
        List<String> every = new ArrayList<>(options);
        every.addAll(List.of(
                "APT::Sandbox::User=root",
                "Acquire::Languages=none",
                "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false",
                "Dir::State=" + folder,
                "Dir::State::status=" + folder.resolve("status"),
                "Dir::Cache=" + folder,
                "Dir::Etc::sourcelist=" + folder.resolve("sources.list"),
                "Dir::Etc::sourceparts=-"));
        for (String option : every) {
            all.addAll(List.of("-o", option));
        }
        all.addAll(List.of(words));
        return all;
    }
}
