package dev.dropwhy.lab.traffic;

import static java.lang.foreign.ValueLayout.ADDRESS;
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
import java.util.function.IntFunction;

/**
 * An AF_PACKET socket of protocol 0, bound to an interface: it sends and receives nothing, so it is no tap and hides no drop,
 * not even in its own namespace.
 *
 * @param fd its descriptor
 */
public record PacketSocket(int fd) implements AutoCloseable {

    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int SOCKADDR_LL_BYTES = 20;

    /** Opens a socket on an interface of a namespace. */
    public static PacketSocket open(Namespace namespace, String interfaceName)
            throws IOException, InterruptedException {
        return namespace.call(() -> {
            int fd = SystemCalls.socket(AF_PACKET, SOCK_RAW_CLOEXEC, 0);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment address = arena.allocate(SOCKADDR_LL_BYTES, 4);
                address.set(JAVA_SHORT, 0, (short) AF_PACKET);
                address.set(JAVA_INT, 4, SystemCalls.interfaceIndex(interfaceName));
                SystemCalls.bind(fd, address);
            }
            return new PacketSocket(fd);
        });
    }

    /**
     * Messages for sendmmsg(2), an array of {@link SystemCalls#MMSGHDR}.
     *
     * @param arena where they live
     * @param count how many
     * @param frame the frame of each; several may be the same
     */
    public static MemorySegment messages(Arena arena, int count, IntFunction<MemorySegment> frame) {
        MemorySegment messages = arena.allocate(SystemCalls.MMSGHDR, count);
        MemorySegment vectors = arena.allocate(SystemCalls.IOVEC, count);
        long iov = SystemCalls.MMSGHDR.byteOffset(PathElement.groupElement("iov"));
        long iovlen = SystemCalls.MMSGHDR.byteOffset(PathElement.groupElement("iovlen"));
        for (int i = 0; i < count; i++) {
            MemorySegment data = frame.apply(i);
            MemorySegment vector = vectors.asSlice(i * SystemCalls.IOVEC.byteSize(), SystemCalls.IOVEC);
            vector.set(ADDRESS, 0, data);
            vector.set(JAVA_LONG, 8, data.byteSize());
            messages.set(ADDRESS, i * SystemCalls.MMSGHDR.byteSize() + iov, vector);
            messages.set(JAVA_LONG, i * SystemCalls.MMSGHDR.byteSize() + iovlen, 1);
        }
        return messages;
    }

    @Override
    public void close() throws KernelException {
        SystemCalls.close(fd);
    }
}
