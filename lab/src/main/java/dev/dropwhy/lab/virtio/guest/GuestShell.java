package dev.dropwhy.lab.virtio.guest;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs commands in the guest, one after the other, over its second serial port: see the guest's {@code init}. */
final class GuestShell implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final SocketChannel channel;
    private final LinkedBlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
    private volatile boolean gone;
    private int next = 1;

    private record Reply(int id, int status, String output) {}

    private GuestShell(SocketChannel channel) {
        this.channel = channel;
        Thread.ofVirtual().start(this::receive);
    }

    static GuestShell connect(Path socket) throws IOException, InterruptedException {
        return new GuestShell(UnixSocket.connect(socket));
    }

    private void receive() {
        try (InputStream in = new BufferedInputStream(Channels.newInputStream(channel))) {
            while (true) {
                String[] header = line(in).split(" ", -1);
                byte[] output = in.readNBytes(Integer.parseInt(header[2]));
                replies.add(new Reply(
                        Integer.parseInt(header[0]),
                        Integer.parseInt(header[1]),
                        new String(output, StandardCharsets.UTF_8)));
            }
        } catch (IOException | RuntimeException e) {
            gone = true;
            replies.add(new Reply(-1, -1, "the guest is gone: " + e.getMessage()));
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("its serial port was closed");
            }
            text.append((char) c);
        }
        return text.toString();
    }

    /** Whether the other end was closed: nothing answers any more. */
    boolean isGone() {
        return gone;
    }

    /** Waits until the guest is ready for commands. */
    void awaitReady(Duration limit) throws IOException, InterruptedException {
        reply(0, limit, "to boot");
    }

    /**
     * Runs a command.
     *
     * @return what it printed
     * @throws IOException if it ends with another status than 0
     */
    String run(String command) throws IOException, InterruptedException {
        return run(command, LIMIT);
    }

    /** As {@link #run(String)}, for a command that may take longer. */
    synchronized String run(String command, Duration limit) throws IOException, InterruptedException {
        int id = next++;
        ByteBuffer line = StandardCharsets.UTF_8.encode(id + " " + command + "\n");
        while (line.hasRemaining()) {
            channel.write(line);
        }
        Reply reply = reply(id, limit, "to run " + command);
        if (reply.status() != 0) {
            throw new IOException("in the guest, \"%s\" ended with %d: %s"
                    .formatted(command, reply.status(), reply.output().strip()));
        }
        return reply.output();
    }

    private Reply reply(int id, Duration limit, String what) throws IOException, InterruptedException {
        @Nullable Reply reply = replies.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (reply == null) {
            throw new IOException("the guest took more than " + limit.toSeconds() + " s " + what);
        }
        if (reply.id() != id) {
            throw new IOException(reply.id() < 0 ? reply.output() : "the guest answered what it was not asked");
        }
        return reply;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
