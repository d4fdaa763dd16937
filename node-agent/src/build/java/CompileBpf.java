import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Compiles the eBPF program during the Maven build, with the clang that Maven Central carries in {@code org.bytedeco:llvm}:
 * a build needs a JDK and nothing else, and no binary is in git.
 *
 * <p>Run as a single source file: {@code java CompileBpf.java LLVM_JAR SOURCE OBJECT}. Does nothing where the object was
 * made from the same sources by the same compiler and options.
 */
final class CompileBpf {

    /** What of the 500 MB in the jar is needed, and the name under which the dynamic linker looks for it. */
    private static final Map<String, String> PARTS = Map.of(
            "clang", "clang",
            "libclang-cpp.so", "libclang-cpp.so.20.1",
            "libLLVM.so", "libLLVM.so.20.1");

    private CompileBpf() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 3) {
            throw new IllegalArgumentException("usage: CompileBpf LLVM_JAR SOURCE OBJECT");
        }
        Path jar = Path.of(arguments[0]).toAbsolutePath();
        Path source = Path.of(arguments[1]).toAbsolutePath();
        Path object = Path.of(arguments[2]).toAbsolutePath();
        Path stamp = object.resolveSibling(object.getFileName() + ".inputs");
        List<String> options = options(source.getParent());
        String inputs = fingerprint(jar, source.getParent(), options);
        if (Files.exists(object)
                && Files.exists(stamp)
                && Files.readString(stamp).equals(inputs)) {
            return;
        }
        Files.createDirectories(object.getParent());
        compile(unpacked(jar, object.getParent()), options, source, object);
        Files.writeString(stamp, inputs);
    }

    private static List<String> options(Path sources) {
        return List.of(
                "-target",
                "bpf",
                // v3 needs Linux 5.1; the program needs 5.8 for its ring buffer anyway
                "-mcpu=v3",
                "-O2",
                // BTF of the program comes with the debug information
                "-g",
                "-std=gnu11",
                "-Wall",
                "-Wextra",
                "-Werror",
                // reproducible: no path of this machine in the object
                "-ffile-prefix-map=" + sources + "=.",
                "-fdebug-compilation-dir=.");
    }

    private static void compile(Path clang, List<String> options, Path source, Path object)
            throws IOException, InterruptedException {
        Path fresh = Files.createTempFile(object.getParent(), "compiling", ".o");
        List<String> command = new ArrayList<>();
        command.add(clang.toString());
        command.addAll(options);
        command.addAll(List.of("-c", source.toString(), "-o", fresh.toString()));
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            Files.deleteIfExists(fresh);
            System.err.println("clang ended with status " + status + " compiling " + source);
            System.exit(1);
        }
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
        Files.move(fresh, object, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Digest of everything that decides what the object looks like. */
    private static String fingerprint(Path jar, Path sources, List<String> options) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        digest.update(jar.getFileName().toString().getBytes(StandardCharsets.UTF_8));
        digest.update(String.join(" ", options).getBytes(StandardCharsets.UTF_8));
        try (Stream<Path> files = Files.list(sources)) {
            for (Path file : files.sorted().toList()) {
                digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(file));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * Unpacks clang and its two libraries (255 MB), once for all builds beside the jar in the local repository; into the
     * build directory where that is not writable. Builds that run side by side do not disturb each other: each unpacks into
     * a directory of its own, and the first to finish gives it its name.
     */
    private static Path unpacked(Path jar, Path fallback) throws IOException {
        Path parent = Files.isWritable(jar.getParent()) ? jar.getParent() : fallback;
        String name = jar.getFileName().toString().replaceFirst("\\.jar$", "-clang");
        Path directory = parent.resolve(name);
        if (!Files.exists(directory)) {
            System.out.println("unpacking clang from " + jar.getFileName() + ", once");
            Path fresh = Files.createTempDirectory(parent, name + "-");
            try {
                unpack(jar, fresh);
                Files.move(fresh, directory, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileSystemException e) {
                if (!Files.exists(directory)) {
                    throw e;
                }
            } finally {
                delete(fresh);
            }
        }
        return directory.resolve("clang");
    }

    private static void unpack(Path jar, Path directory) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                String target = PARTS.get(Path.of(entry.getName()).getFileName().toString());
                if (target != null && entry.getName().startsWith("org/bytedeco/llvm/linux-")) {
                    try (InputStream content = zip.getInputStream(entry)) {
                        Files.copy(content, directory.resolve(target), StandardCopyOption.REPLACE_EXISTING);
                    }
                }
            }
        }
        for (String part : PARTS.values()) {
            if (!Files.exists(directory.resolve(part))) {
                throw new IOException("no " + part + " in " + jar + "; is this the llvm jar of this platform?");
            }
        }
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(directory.resolve("clang"), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
