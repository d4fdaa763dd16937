package dev.dropwhy.agent.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A netlink socket (RFC 3549, netlink(7)) of the network namespace that the opening thread was in. Used by one thread at
 * a time. No call waits longer than two seconds.
 */
public final class NetlinkSocket implements AutoCloseable {

    /** NETLINK_ROUTE: links, queueing disciplines, addresses. */
    public static final int ROUTE = 0;

    /** Bytes of {@code struct nlmsghdr}. */
    public static final int HEADER = 16;

    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int NLM_F_REQUEST = 0x1;
    private static final int NLM_F_ACK = 0x4;
    private static final int NLM_F_DUMP = 0x300;
    private static final int NLM_F_DUMP_INTR = 0x10;
    private static final int NLMSG_ERROR = 2;
    private static final int NLMSG_DONE = 3;
    private static final int DUMP_ATTEMPTS = 5;
    private static final int MAXIMUM_PARTS = 100_000;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment receive = arena.allocate(1 << 16, 8);
    private final int descriptor;
    private int sequence;

    private NetlinkSocket(int descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Opens a socket.
     *
     * @param protocol netlink family, such as {@link #ROUTE}
     */
    public static NetlinkSocket open(int protocol) throws IOException {
        NetlinkSocket socket = new NetlinkSocket(Libc.socket(AF_NETLINK, SOCK_RAW, protocol));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment timeout = arena.allocate(16, 8);
            timeout.set(JAVA_LONG, 0, 2);
            Libc.setsockopt(socket.descriptor, SOL_SOCKET, SO_RCVTIMEO, timeout);
            MemorySegment address = arena.allocate(12, 4);
            address.set(JAVA_SHORT, 0, (short) AF_NETLINK);
            Libc.bind(socket.descriptor, address);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Asks for a dump and collects it. A dump that the kernel marks as interrupted by a concurrent change is asked for
     * again.
     *
     * @param type message type, such as RTM_GETLINK
     * @param body bytes after the netlink header
     * @return the messages without their netlink header, each in native byte order from position 0
     */
    public List<ByteBuffer> dump(int type, byte[] body) throws IOException {
        for (int attempt = 1; ; attempt++) {
            request(type, NLM_F_REQUEST | NLM_F_DUMP, body);
            List<ByteBuffer> messages = new ArrayList<>();
            boolean consistent = collect(messages::add);
            if (consistent || attempt == DUMP_ATTEMPTS) {
                return messages;
            }
        }
    }

    /**
     * Asks for a dump of any length without collecting it. A concurrent change of what is dumped may let single messages come
     * twice or not at all.
     *
     * @param type message type, such as RTM_GETTFILTER
     * @param body bytes after the netlink header
     * @param each takes every message without its netlink header, in native byte order from position 0
     */
    public void dump(int type, byte[] body, Consumer<ByteBuffer> each) throws IOException {
        request(type, NLM_F_REQUEST | NLM_F_DUMP, body);
        collect(each);
    }

    /**
     * Sends a request that changes something and waits for the kernel's acknowledgement.
     *
     * @param type message type, such as RTM_NEWLINK
     * @param flags further flags, such as NLM_F_CREATE
     * @param body bytes after the netlink header
     */
    public void execute(int type, int flags, byte[] body) throws IOException {
        request(type, NLM_F_REQUEST | NLM_F_ACK | flags, body);
        collect(ignored -> {});
    }

    private void request(int type, int flags, byte[] body) throws IOException {
        sequence++;
        try (Arena request = Arena.ofConfined()) {
            MemorySegment message = request.allocate(HEADER + (long) body.length, 8);
            message.set(JAVA_INT, 0, (int) message.byteSize());
            message.set(JAVA_SHORT, 4, (short) type);
            message.set(JAVA_SHORT, 6, (short) flags);
            message.set(JAVA_INT, 8, sequence);
            MemorySegment.copy(body, 0, message, JAVA_BYTE, HEADER, body.length);
            Libc.send(descriptor, message);
        }
    }

    /** Reads until the answer is complete; false where the kernel says that the dump is not consistent. */
    private boolean collect(Consumer<ByteBuffer> each) throws IOException {
        boolean consistent = true;
        for (int part = 0; part < MAXIMUM_PARTS; part++) {
            int length = (int) Libc.recv(descriptor, receive);
            byte[] bytes = receive.asSlice(0, length).toArray(JAVA_BYTE);
            NetlinkMessages messages =
                    new NetlinkMessages(ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()));
            while (messages.next()) {
                if (messages.sequence() != sequence) {
                    continue; // an answer to an earlier request that timed out
                }
                consistent &= (messages.flags() & NLM_F_DUMP_INTR) == 0;
                if (messages.type() == NLMSG_DONE) {
                    return consistent;
                }
                if (messages.type() == NLMSG_ERROR) {
                    int error =
                            messages.body().remaining() >= 4 ? messages.body().getInt(0) : 0;
                    if (error != 0) {
                        throw new SystemCallException("the netlink request", -error);
                    }
                    return consistent;
                }
                each.accept(messages.body());
            }
        }
        throw new IOException("the kernel's netlink answer did not end after " + MAXIMUM_PARTS + " parts");
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            Libc.close(descriptor);
            arena.close();
        }
    }
}
