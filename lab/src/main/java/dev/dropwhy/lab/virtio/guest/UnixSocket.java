package dev.dropwhy.lab.virtio.guest;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;

/** Connects to a socket that another process is about to open. */
final class UnixSocket {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private UnixSocket() {}

    /** Connects as soon as somebody listens. */
    static SocketChannel connect(Path path) throws IOException, InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.connect(UnixDomainSocketAddress.of(path));
                return channel;
            } catch (IOException e) {
                channel.close();
                if (System.nanoTime() > end) {
                    throw new IOException("nobody listens on " + path + ": " + e.getMessage(), e);
                }
                Thread.sleep(PAUSE);
            }
        }
    }
}
