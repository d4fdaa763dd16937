package dev.dropwhy.lab.virtio.guest;

import dev.dropwhy.lab.traffic.FrameSender;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * The far end of a guest's network cable: a stream of frames, each after its length in four bytes (QEMU's {@code -netdev
 * stream}). It loses nothing: whoever sends more than the guest takes has to wait.
 */
public final class Cable implements FrameSender, AutoCloseable {

    private static final int LENGTH_BYTES = 4;
    private static final int BATCH_BYTES = 64 << 10;

    private final SocketChannel channel;

    private Cable(SocketChannel channel) {
        this.channel = channel;
        Thread.ofVirtual().start(this::drain);
    }

    static Cable connect(Path socket) throws IOException, InterruptedException {
        return new Cable(UnixSocket.connect(socket));
    }

    /** What the guest sends is of no interest, and must not stop the guest. */
    private void drain() {
        ByteBuffer rubbish = ByteBuffer.allocate(BATCH_BYTES);
        try {
            while (channel.read(rubbish) >= 0) {
                rubbish.clear();
            }
        } catch (IOException e) {
            // closed
        }
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

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
