package dev.dropwhy.bench.overhead;

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
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Sends one frame many times with as little of Java as possible around the system call. The packet socket has protocol 0:
 * it receives nothing, so it is no tap.
 */
final class StormSocket implements AutoCloseable {

    /** Frames in one system call at most. */
    static final int BATCH = 128;

    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int SOCKADDR_LL_BYTES = 20;

    private final Arena arena = Arena.ofShared();
    private final MethodHandle sendmmsg;
    private final MemorySegment headers = arena.allocate(SystemCalls.MMSGHDR, BATCH);
    private final int socket;

    /**
     * Opens the socket.
     *
     * @param namespace where it sends
     * @param interfaceName out of which interface
     * @param frame what it sends
     */
    StormSocket(Namespace namespace, String interfaceName, byte[] frame) throws IOException, InterruptedException {
        Linker linker = Linker.nativeLinker();
        sendmmsg = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("sendmmsg"),
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
        MemorySegment vector = arena.allocate(SystemCalls.IOVEC);
        vector.set(ADDRESS, 0, arena.allocateFrom(JAVA_BYTE, frame));
        vector.set(JAVA_LONG, 8, frame.length);
        long iov = SystemCalls.MMSGHDR.byteOffset(PathElement.groupElement("iov"));
        long iovlen = SystemCalls.MMSGHDR.byteOffset(PathElement.groupElement("iovlen"));
        for (int i = 0; i < BATCH; i++) {
            long start = i * SystemCalls.MMSGHDR.byteSize();
            headers.set(ADDRESS, start + iov, vector);
            headers.set(JAVA_LONG, start + iovlen, 1);
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

    /** Sends so many frames, {@link #BATCH} in a call. */
    void send(int count) {
        for (int sent = 0; sent < count; ) {
            sent += call(Math.min(BATCH, count - sent));
        }
    }

    private int call(int count) {
        try {
            int sent = (int) sendmmsg.invokeExact(socket, headers, count, 0);
            if (sent <= 0) {
                throw new IllegalStateException("the kernel takes no more frames, so the storm is none");
            }
            return sent;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("cannot call sendmmsg", e);
        }
    }

    @Override
    public void close() throws KernelException {
        SystemCalls.close(socket);
        arena.close();
    }
}
