package dev.dropwhy.lab.traffic;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.dropwhy.lab.kernel.SystemCalls;
import dev.dropwhy.lab.network.Namespace;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Ordinary sockets of a namespace. All are AF_INET, not dual-stack, so that their statistics are IPv4's.
 *
 * @param namespace where the sockets are opened
 */
public record Sockets(Namespace namespace) {

    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final short ETH_P_ALL = 3;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUF = 8;
    private static final int SO_ATTACH_FILTER = 26;

    /** A listener with an accept queue of a given length, which nobody accepts from. */
    public ServerSocketChannel listen(int port, int backlog) throws IOException, InterruptedException {
        return namespace.call(() -> ServerSocketChannel.open(StandardProtocolFamily.INET)
                .setOption(StandardSocketOptions.SO_REUSEADDR, true)
                .bind(new InetSocketAddress("0.0.0.0", port), backlog));
    }

    /** A connection that is complete, or an exception. */
    public SocketChannel connect(String address, int port) throws IOException, InterruptedException {
        return namespace.call(() -> {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.INET);
            channel.connect(new InetSocketAddress(address, port));
            return channel;
        });
    }

    /** A connection that has just begun. */
    public SocketChannel startConnecting(String address, int port) throws IOException, InterruptedException {
        return namespace.call(() -> {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.INET);
            channel.configureBlocking(false);
            channel.connect(new InetSocketAddress(address, port));
            return channel;
        });
    }

    /** A UDP socket with a receive buffer as small as the kernel allows if 1 is asked for; nobody reads it. */
    public DatagramChannel receiver(int port, int bufferBytes) throws IOException, InterruptedException {
        return namespace.call(() -> DatagramChannel.open(StandardProtocolFamily.INET)
                .setOption(StandardSocketOptions.SO_RCVBUF, bufferBytes)
                .bind(new InetSocketAddress("0.0.0.0", port)));
    }

    /** A UDP socket whose filter refuses every datagram. */
    public AutoCloseable refusingReceiver(int port) throws IOException, InterruptedException {
        return namespace.call(() -> {
            int fd = SystemCalls.socket(AF_INET, SOCK_DGRAM_CLOEXEC, 0);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment address = arena.allocate(16, 4);
                address.set(JAVA_SHORT, 0, (short) AF_INET);
                address.set(JAVA_SHORT, 2, Short.reverseBytes((short) port));
                SystemCalls.bind(fd, address);
                MemorySegment instruction = arena.allocate(8, 4); // BPF_RET | BPF_K with 0: keep nothing
                instruction.set(JAVA_SHORT, 0, (short) 6);
                instruction.set(JAVA_INT, 4, 0);
                MemorySegment program = arena.allocate(16, 8);
                program.set(JAVA_SHORT, 0, (short) 1);
                program.set(ADDRESS, 8, instruction);
                SystemCalls.setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, program);
            }
            return () -> SystemCalls.close(fd);
        });
    }

    /** A packet socket that takes every frame of an interface, with the smallest buffer there is; nobody reads it. */
    public AutoCloseable stalledTap(String interfaceName) throws IOException, InterruptedException {
        return namespace.call(() -> {
            int fd = SystemCalls.socket(AF_PACKET, SOCK_RAW_CLOEXEC, 0);
            try (Arena arena = Arena.ofConfined()) {
                SystemCalls.setsockopt(fd, SOL_SOCKET, SO_RCVBUF, arena.allocateFrom(JAVA_INT, 1));
                MemorySegment address = arena.allocate(20, 4);
                address.set(JAVA_SHORT, 0, (short) AF_PACKET);
                address.set(JAVA_SHORT, 2, Short.reverseBytes(ETH_P_ALL));
                address.set(JAVA_INT, 4, SystemCalls.interfaceIndex(interfaceName));
                SystemCalls.bind(fd, address);
            }
            return () -> SystemCalls.close(fd);
        });
    }

    /** Sends datagrams of a size to an address, one after another. */
    public void sendDatagrams(String address, int port, int count, int bytes) throws IOException, InterruptedException {
        namespace.call(() -> {
            try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET)) {
                channel.setOption(StandardSocketOptions.SO_BROADCAST, true);
                for (int i = 0; i < count; i++) {
                    channel.send(ByteBuffer.allocate(bytes), new InetSocketAddress(address, port));
                }
            }
            return count;
        });
    }
}
