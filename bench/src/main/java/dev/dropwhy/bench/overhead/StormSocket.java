package dev.dropwhy.bench.overhead;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.dropwhy.lab.kernel.KernelException;
import dev.dropwhy.lab.network.Namespace;
import dev.dropwhy.lab.traffic.PacketSocket;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Sends one frame many times with as little of Java as possible around the system call.
 */
final class StormSocket implements AutoCloseable {

    /** Frames in one system call at most. */
    static final int BATCH = 128;

    private final Arena arena = Arena.ofShared();
    private final MethodHandle sendmmsg;
    private final MemorySegment headers;
    private final PacketSocket socket;
    private final int descriptor;

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
        MemorySegment data = arena.allocateFrom(JAVA_BYTE, frame);
        headers = PacketSocket.messages(arena, BATCH, i -> data);
        socket = PacketSocket.open(namespace, interfaceName);
        descriptor = socket.fd();
    }

    /** Sends so many frames, {@link #BATCH} in a call. */
    void send(int count) {
        for (int sent = 0; sent < count; ) {
            sent += call(Math.min(BATCH, count - sent));
        }
    }

    private int call(int count) {
        try {
            int sent = (int) sendmmsg.invokeExact(descriptor, headers, count, 0);
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
        socket.close();
        arena.close();
    }
}
