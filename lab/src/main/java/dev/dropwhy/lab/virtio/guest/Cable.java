package dev.dropwhy.lab.virtio.guest;

import dev.dropwhy.lab.traffic.FrameSender;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The far end of a guest's network cable: a stream of frames, each after its length in four bytes (QEMU's {@code -netdev
 * stream}). It loses nothing: whoever sends more than the guest takes has to wait.
 */
public final class Cable implements FrameSender, AutoCloseable {

    private static final int LENGTH_BYTES = 4;
    private static final int BATCH_BYTES = 64 << 10;

    private final SocketChannel channel;
    private volatile Consumer<byte[]> listener = frame -> {};

    private Cable(SocketChannel channel) {
        this.channel = channel;
        Thread.ofPlatform().daemon().start(this::receive);
    }

    static Cable connect(Path socket) throws IOException, InterruptedException {
        return new Cable(UnixSocket.connect(socket));
    }

    /** Takes what the guest sends, whether anybody wants it or not: it must not stop the guest. */
    private void receive() {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel)))) {
            while (true) {
                byte[] frame = new byte[in.readInt()];
                in.readFully(frame);
                listener.accept(frame);
            }
        } catch (IOException e) {
            // closed
        }
    }

    /** Gives every frame that the guest sends from now on to somebody. */
    public void listen(Consumer<byte[]> newListener) {
        listener = newListener;
    }

    @Override
    public void send(byte[] frame) throws IOException {
        write(ByteBuffer.allocate(LENGTH_BYTES + frame.length)
                .putInt(frame.length)
                .put(frame)
                .flip());
    }

    /** Sends a frame as often and as fast as the guest takes it. */
    public void storm(byte[] frame, int count) throws IOException {
        int batch = Math.max(1, BATCH_BYTES / (LENGTH_BYTES + frame.length));
        ByteBuffer frames = ByteBuffer.allocate(batch * (LENGTH_BYTES + frame.length));
        for (int sent = 0; sent < count; sent += batch) {
            frames.clear();
            for (int i = 0; i < Math.min(batch, count - sent); i++) {
                frames.putInt(frame.length).put(frame);
            }
            write(frames.flip());
        }
    }

    private synchronized void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
