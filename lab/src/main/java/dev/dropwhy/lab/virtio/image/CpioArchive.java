package dev.dropwhy.lab.virtio.image;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes an archive as the kernel unpacks it into its first root file system: cpio "newc"
 * (Documentation/driver-api/early-userspace/buffer-format.rst), not compressed, because a processor in software is slow.
 * Several archives may follow each other in one file.
 */
final class CpioArchive implements Closeable {

    private static final int DIRECTORY = 0040755;
    private static final int FILE = 0100644;
    private static final int PROGRAM = 0100755;
    private static final int LINK = 0120777;

    private final OutputStream out;
    private final Set<Path> folders = new HashSet<>();
    private long position;
    private int inode = 1;

    CpioArchive(OutputStream out) {
        this.out = new BufferedOutputStream(out, 1 << 20);
    }

    /** An empty folder, and those above it. */
    void folder(Path path) throws IOException {
        Path relative = relative(path);
        if (relative.getParent() != null) {
            folder(relative.getParent());
        }
        if (folders.add(relative)) {
            entry(relative, DIRECTORY, 0, new byte[0]);
        }
    }

    /** A file with this content. */
    void file(Path path, boolean program, byte[] content) throws IOException {
        file(path, program ? PROGRAM : FILE, 0, content);
    }

    private void file(Path path, int mode, long modified, byte[] content) throws IOException {
        Path relative = relative(path);
        if (relative.getParent() != null) {
            folder(relative.getParent());
        }
        entry(relative, mode, modified, content);
    }

    /** A file of this machine, with its time of modification, at a path of the guest. */
    void copy(Path source, Path path) throws IOException {
        long modified = Files.getLastModifiedTime(source).toMillis() / 1000;
        file(path, Files.isExecutable(source) ? PROGRAM : FILE, modified, Files.readAllBytes(source));
    }

    /** All of a folder of this machine, at the same path of the guest. */
    void copyTree(Path folder) throws IOException {
        copyTree(folder, folder);
    }

    /** All of a folder of this machine, at a path of the guest. */
    void copyTree(Path folder, Path at) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.sorted().toList();
        }
        for (Path source : all) {
            Path path = at.resolve(folder.relativize(source));
            if (Files.isSymbolicLink(source)) {
                byte[] target = Files.readSymbolicLink(source).toString().getBytes(StandardCharsets.UTF_8);
                file(path, LINK, 0, target);
            } else if (Files.isDirectory(source)) {
                folder(path);
            } else {
                copy(source, path);
            }
        }
    }

    private static Path relative(Path path) {
        return path.isAbsolute() ? Path.of("/").relativize(path) : path;
    }

    private void entry(Path path, int mode, long modified, byte[] content) throws IOException {
        entry(path.toString(), mode, modified, content);
    }

    private void entry(String name, int mode, long modified, byte[] content) throws IOException {
        byte[] nameBytes = (name + "\0").getBytes(StandardCharsets.UTF_8);
        StringBuilder header = new StringBuilder("070701");
        long[] fields = {inode++, mode, 0, 0, 1, modified, content.length, 0, 0, 0, 0, nameBytes.length, 0};
        for (long field : fields) {
            header.append("%08x".formatted(field));
        }
        write(header.toString().getBytes(StandardCharsets.US_ASCII));
        write(nameBytes);
        pad();
        write(content);
        pad();
    }

    private void write(byte[] bytes) throws IOException {
        out.write(bytes);
        position += bytes.length;
    }

    private void pad() throws IOException {
        while (position % 4 != 0) {
            out.write(0);
            position++;
        }
    }

    /** Ends the archive. */
    @Override
    public void close() throws IOException {
        entry("TRAILER!!!", 0, 0, new byte[0]);
        out.close();
    }
}
