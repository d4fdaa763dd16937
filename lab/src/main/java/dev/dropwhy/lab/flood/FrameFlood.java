package dev.dropwhy.lab.flood;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.dropwhy.lab.kernel.KernelException;
import dev.dropwhy.lab.kernel.SystemCalls;
import dev.dropwhy.lab.network.Namespace;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/** Sends broadcast frames that all differ in sender and protocol, as fast as one thread can make them. */
final class FrameFlood implements AutoCloseable {

    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int SOCKADDR_LL_BYTES = 20;
    private static final int BATCH = 128;
    private static final int FRAME_BYTES = 60;
    private static final int SOURCE = 6;
    private static final int TYPE = 12;

    /** Below this the two bytes are a length (IEEE 802.3, clause 3.2.6). */
    private static final int LEAST_ETHERTYPE = 0x600;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment frames = arena.allocate((long) FRAME_BYTES * BATCH, 8);
    private final MemorySegment headers = arena.allocate(SystemCalls.MMSGHDR, BATCH);
    private final SplittableRandom random;
    private final int socket;

    /**
     * Opens it.
     *
     * @param namespace where it sends
     * @param interfaceName out of which interface
     * @param seed of what is random in the frames
     */
    FrameFlood(Namespace namespace, String interfaceName, long seed) throws IOException, InterruptedException {
        random = new SplittableRandom(seed);
        MemorySegment vectors = arena.allocate(SystemCalls.IOVEC, BATCH);
        long iov = SystemCalls.MMSGHDR.byteOffset(PathElement.groupElement("iov"));
        long iovlen = SystemCalls.MMSGHDR.byteOffset(PathElement.groupElement("iovlen"));
        for (int i = 0; i < BATCH; i++) {
            MemorySegment frame = frames.asSlice((long) i * FRAME_BYTES, FRAME_BYTES);
            frame.asSlice(0, SOURCE).fill((byte) 0xff);
            MemorySegment vector = vectors.asSlice(i * SystemCalls.IOVEC.byteSize(), SystemCalls.IOVEC);
            vector.set(ADDRESS, 0, frame);
            vector.set(JAVA_LONG, 8, FRAME_BYTES);
            headers.set(ADDRESS, i * SystemCalls.MMSGHDR.byteSize() + iov, vector);
            headers.set(JAVA_LONG, i * SystemCalls.MMSGHDR.byteSize() + iovlen, 1);
        }
        socket = namespace.call(() -> open(interfaceName));
    }

    private static int open(String interfaceName) throws KernelException {
        int socket = SystemCalls.socket(AF_PACKET, SOCK_RAW_CLOEXEC, 0);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(SOCKADDR_LL_BYTES, 4);
            address.set(JAVA_SHORT, 0, (short) AF_PACKET);
            address.set(JAVA_INT, 4, SystemCalls.interfaceIndex(interfaceName));
            SystemCalls.bind(socket, address);
        }
        return socket;
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
                done += SystemCalls.sendmmsg(socket, headers.asSlice(from), batch - done);
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
        SystemCalls.close(socket);
        arena.close();
    }
}
