package dev.dropwhy.agent.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads files of /proc and /sys. The JDK's own readers begin with a single byte where a file claims to be empty, and
 * numeric sysctl files give what fits the first read and then their end ({@code do_proc_dointvec}): they would read 1 for
 * 1000. So the first read has a large buffer.
 */
public final class ProcFile {

    private static final int FIRST_READ = 1 << 14;

    /** No file that is read here is larger; more would be somebody else's file. */
    private static final int MAXIMUM = 1 << 24;

    private ProcFile() {}

    /**
     * Reads a whole file.
     *
     * @param file the file
     * @return its text, UTF-8
     * @throws IOException where it does not exist, may not be read, or is larger than 16 MiB
     */
    public static String read(Path file) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            ByteBuffer buffer = ByteBuffer.allocate(FIRST_READ);
            while (channel.read(buffer) >= 0) {
                if (!buffer.hasRemaining()) {
                    if (buffer.capacity() >= MAXIMUM) {
                        throw new IOException(file + " is larger than 16 MiB");
                    }
                    buffer = ByteBuffer.wrap(Arrays.copyOf(buffer.array(), buffer.capacity() * 2))
                            .position(buffer.position());
                }
            }
            return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
        }
    }

    /** The text of a file; empty where it does not exist or may not be read. */
    public static Optional<String> readIfPresent(Path file) {
        try {
            return Optional.of(read(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
