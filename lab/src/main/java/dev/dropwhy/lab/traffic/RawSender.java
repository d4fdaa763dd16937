package dev.dropwhy.lab.traffic;

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
import java.time.Duration;

/**
 * Sends frames out of an interface as they are, through an AF_PACKET socket of protocol 0: such a socket receives nothing,
 * so it is no tap and hides no drop, not even in its own namespace.
 */
public final class RawSender implements AutoCloseable {

    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int SOCKADDR_LL_BYTES = 20;
    private static final int BATCH = 512;
    private static final int ENOBUFS = 105;
    private static final int SOL_SOCKET = 1;
    private static final int SO_SNDBUFFORCE = 32;
    private static final int SEND_BUFFER = 64 << 20;

    private final int fd;

    private RawSender(int fd) {
        this.fd = fd;
    }

    /** Opens a sender on an interface of a namespace. */
    public static RawSender open(Namespace namespace, String interfaceName) throws IOException, InterruptedException {
        return namespace.call(() -> {
            int fd = SystemCalls.socket(AF_PACKET, SOCK_RAW_CLOEXEC, 0);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment address = arena.allocate(SOCKADDR_LL_BYTES, 4);
                address.set(JAVA_SHORT, 0, (short) AF_PACKET);
                address.set(JAVA_INT, 4, SystemCalls.interfaceIndex(interfaceName));
                SystemCalls.bind(fd, address);
                // frames that wait in the receiver's backlog count as the sender's: let them fill it
                SystemCalls.setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, arena.allocateFrom(JAVA_INT, SEND_BUFFER));
            }
            return new RawSender(fd);
        });
    }

    /** Sends one frame. */
    public void send(byte[] frame) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            SystemCalls.send(fd, arena.allocateFrom(JAVA_BYTE, frame));
        }
    }

    /** Sends a frame several times with a pause between two of them. */
    public void repeat(byte[] frame, int count, Duration pause) throws KernelException, InterruptedException {
        long next = System.nanoTime();
        for (int i = 0; i < count; i++) {
            send(frame);
            next += pause.toNanos();
            if (i + 1 < count) {
                Thread.sleep(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
            }
        }
    }

    /**
     * Sends a frame as often and as fast as one thread can. A frame that the other end of a veth pair refuses comes back as
     * ENOBUFS and counts as sent; the kernel may be offered it a second time.
     */
    public void storm(byte[] frame, long count) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment data = arena.allocateFrom(JAVA_BYTE, frame);
            MemorySegment vector = arena.allocate(SystemCalls.IOVEC);
            vector.set(ADDRESS, 0, data);
            vector.set(JAVA_LONG, 8, data.byteSize());
            MemorySegment headers = arena.allocate(SystemCalls.MMSGHDR, BATCH);
            long iov = SystemCalls.MMSGHDR.byteOffset(PathElement.groupElement("iov"));
            long iovlen = SystemCalls.MMSGHDR.byteOffset(PathElement.groupElement("iovlen"));
            for (int i = 0; i < BATCH; i++) {
                long start = i * SystemCalls.MMSGHDR.byteSize();
                headers.set(ADDRESS, start + iov, vector);
                headers.set(JAVA_LONG, start + iovlen, 1);
            }
            for (long sent = 0; sent < count; ) {
                sent += offer(headers, (int) Math.min(BATCH, count - sent));
            }
        }
    }

    private int offer(MemorySegment headers, int count) throws KernelException {
        try {
            return SystemCalls.sendmmsg(fd, headers, count);
        } catch (KernelException e) {
            if (e.errno() == ENOBUFS) {
                return 1;
            }
            throw e;
        }
    }

    @Override
    public void close() throws KernelException {
        SystemCalls.close(fd);
    }
}
