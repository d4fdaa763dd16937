package dev.dropwhy.lab.flood;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.dropwhy.lab.kernel.KernelException;
import dev.dropwhy.lab.kernel.SystemCalls;
import dev.dropwhy.lab.network.Namespace;
import dev.dropwhy.lab.traffic.PacketSocket;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/** Sends broadcast frames that all differ in sender and protocol, as fast as one thread can make them. */
final class FrameFlood implements AutoCloseable {

    private static final int BATCH = 128;
    private static final int FRAME_BYTES = 60;
    private static final int SOURCE = 6;
    private static final int TYPE = 12;

    /** Below this the two bytes are a length (IEEE 802.3, clause 3.2.6). */
    private static final int LEAST_ETHERTYPE = 0x600;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment frames = arena.allocate((long) FRAME_BYTES * BATCH, 8);
    private final MemorySegment headers;
    private final SplittableRandom random;
    private final PacketSocket socket;

    /**
     * Opens it.
     *
     * @param namespace where it sends
     * @param interfaceName out of which interface
     * @param seed of what is random in the frames
     */
    FrameFlood(Namespace namespace, String interfaceName, long seed) throws IOException, InterruptedException {
        random = new SplittableRandom(seed);
        for (int i = 0; i < BATCH; i++) {
            frame(i).asSlice(0, SOURCE).fill((byte) 0xff);
        }
        headers = PacketSocket.messages(arena, BATCH, this::frame);
        socket = PacketSocket.open(namespace, interfaceName);
    }

    private MemorySegment frame(int index) {
        return frames.asSlice((long) index * FRAME_BYTES, FRAME_BYTES);
    }

    /** Sends so many frames. */
    void send(long count) throws KernelException {
        for (long sent = 0; sent < count; ) {
            int batch = (int) Math.min(BATCH, count - sent);
            for (int i = 0; i < batch; i++) {
                shuffle(i * FRAME_BYTES);
            }
            for (int done = 0; done < batch; ) {
                long from = done * SystemCalls.MMSGHDR.byteSize();
                done += SystemCalls.sendmmsg(socket.fd(), headers.asSlice(from), batch - done);
            }
            sent += batch;
        }
    }

    /** A locally administered, individual source, and a protocol that no host has a handler for. */
    private void shuffle(int frame) {
        int source = random.nextInt();
        frames.set(JAVA_BYTE, frame + SOURCE, (byte) 0x02);
        for (int i = 1; i < SOURCE; i++) {
            frames.set(JAVA_BYTE, frame + SOURCE + i, (byte) (source >>> (8 * (i - 1))));
        }
        int type = unhandledType();
        frames.set(JAVA_BYTE, frame + TYPE, (byte) (type >>> 8));
        frames.set(JAVA_BYTE, frame + TYPE + 1, (byte) type);
    }

    private int unhandledType() {
        while (true) {
            int type = random.nextInt(LEAST_ETHERTYPE, 0x10000);
            boolean handled = switch (type) {
                case 0x0800, 0x0806, 0x86dd -> true; // IP, ARP
                case 0x8100, 0x88a8 -> true; // VLAN tags: what is behind them counts
                case 0x8847, 0x8848, 0x8863, 0x8864 -> true; // MPLS, PPPoE: modules that may be there
                default -> false;
            };
            if (!handled) {
                return type;
            }
        }
    }

    @Override
    public void close() throws KernelException {
        socket.close();
        arena.close();
    }
}
