package dev.dropwhy.lab.traffic;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.dropwhy.lab.kernel.KernelException;
import dev.dropwhy.lab.kernel.SystemCalls;
import dev.dropwhy.lab.network.Namespace;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Sends frames out of an interface as they are. */
public final class RawSender implements FrameSender, AutoCloseable {

    private static final int BATCH = 512;
    private static final int ENOBUFS = 105;
    private static final int SOL_SOCKET = 1;
    private static final int SO_SNDBUFFORCE = 32;
    private static final int SEND_BUFFER = 64 << 20;

    private final PacketSocket socket;

    private RawSender(PacketSocket socket) {
        this.socket = socket;
    }

    /** Opens a sender on an interface of a namespace. */
    public static RawSender open(Namespace namespace, String interfaceName) throws IOException, InterruptedException {
        PacketSocket socket = PacketSocket.open(namespace, interfaceName);
        try (Arena arena = Arena.ofConfined()) {
            // frames that wait in the receiver's backlog count as the sender's: let them fill it
            SystemCalls.setsockopt(socket.fd(), SOL_SOCKET, SO_SNDBUFFORCE, arena.allocateFrom(JAVA_INT, SEND_BUFFER));
        }
        return new RawSender(socket);
    }

    @Override
    public void send(byte[] frame) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            SystemCalls.send(socket.fd(), arena.allocateFrom(JAVA_BYTE, frame));
        }
    }

    /**
     * Sends a frame as often and as fast as one thread can. A frame that the other end of a veth pair refuses comes back as
     * ENOBUFS and counts as sent; the kernel may be offered it a second time.
     */
    public void storm(byte[] frame, long count) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment data = arena.allocateFrom(JAVA_BYTE, frame);
            MemorySegment headers = PacketSocket.messages(arena, BATCH, i -> data);
            for (long sent = 0; sent < count; ) {
                sent += offer(headers, (int) Math.min(BATCH, count - sent));
            }
        }
    }

    private int offer(MemorySegment headers, int count) throws KernelException {
        try {
            return SystemCalls.sendmmsg(socket.fd(), headers, count);
        } catch (KernelException e) {
            if (e.errno() == ENOBUFS) {
                return 1;
            }
            throw e;
        }
    }

    @Override
    public void close() throws KernelException {
        socket.close();
    }
}
