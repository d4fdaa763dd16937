package dev.dropwhy.agent.demo;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.dropwhy.agent.linux.Libc;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Sends whole frames through one interface (packet(7)). Protocol 0, so it receives nothing and is no tap. */
final class FrameSocket implements AutoCloseable {

    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW = 3;

    private final int descriptor;

    private FrameSocket(int descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Opens the socket in the calling thread's namespace.
     *
     * @param interfaceName interface to send through
     */
    static FrameSocket open(String interfaceName) throws IOException {
        FrameSocket socket = new FrameSocket(Libc.socket(AF_PACKET, SOCK_RAW, 0));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(20, 4); // struct sockaddr_ll
            address.set(JAVA_SHORT, 0, (short) AF_PACKET);
            address.set(JAVA_INT, 4, Libc.interfaceIndex(interfaceName));
            Libc.bind(socket.descriptor, address);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    void send(byte[] frame) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            Libc.send(descriptor, arena.allocateFrom(JAVA_BYTE, frame));
        }
    }

    @Override
    public void close() {
        Libc.close(descriptor);
    }
}
