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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A netlink socket (RFC 3549, netlink(7)) of the network namespace that the opening thread was in: for requests, or for the
 * messages of a multicast group. Used by one thread at a time. No call waits longer than two seconds.
 */
public final class NetlinkSocket implements AutoCloseable {

    /** NETLINK_ROUTE: links, queueing disciplines, addresses. */
    public static final int ROUTE = 0;

    /** NETLINK_GENERIC: families that modules register under a name. */
    public static final int GENERIC = 16;

    /** Bytes of {@code struct nlmsghdr}. */
    public static final int HEADER = 16;

    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int SO_MEMINFO = 55;
    private static final int SK_MEMINFO_VARS = 9;
    private static final int SK_MEMINFO_DROPS = 8;
    private static final int SOL_NETLINK = 270;
    private static final int NETLINK_ADD_MEMBERSHIP = 1;
    private static final int NETLINK_NO_ENOBUFS = 5;
    private static final int NLM_F_REQUEST = 0x1;
    private static final int NLM_F_ACK = 0x4;
    private static final int NLM_F_DUMP = 0x300;
    private static final int NLM_F_DUMP_INTR = 0x10;
    private static final int NLMSG_ERROR = 2;
    private static final int NLMSG_DONE = 3;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
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
        return open(protocol, 0);
    }

    /**
     * Opens a socket at a port number. No two sockets of a protocol and a network namespace have the same one, so it is a lock
     * too that ends with its process: a second open fails with {@link Errno#EADDRINUSE}.
     *
     * @param protocol netlink family, such as {@link #ROUTE}
     * @param port the number; 0 for any
     */
    public static NetlinkSocket open(int protocol, int port) throws IOException {
        NetlinkSocket socket = new NetlinkSocket(Libc.socket(AF_NETLINK, SOCK_RAW, protocol));
        try (Arena arena = Arena.ofConfined()) {
            socket.waitAtMost(LONGEST_WAIT);
            MemorySegment address = arena.allocate(12, 4); // struct sockaddr_nl: family, padding, port, groups
            address.set(JAVA_SHORT, 0, (short) AF_NETLINK);
            address.set(JAVA_INT, 4, port);
            Libc.bind(socket.descriptor, address);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private void waitAtMost(Duration limit) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment timeout = arena.allocate(16, 8); // struct timeval
            timeout.set(JAVA_LONG, 0, limit.toSeconds());
            timeout.set(JAVA_LONG, 8, limit.toNanosPart() / 1_000);
            Libc.setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, timeout);
        }
    }

    private void setOption(int level, int option, int value) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            Libc.setsockopt(descriptor, level, option, arena.allocateFrom(JAVA_INT, value));
        }
    }

    /**
     * Opens a socket that gets what the kernel sends to a multicast group. What finds no room in its buffer is lost and
     * {@link #lost() counted}. Needs CAP_NET_ADMIN for the size of the buffer, and what the group demands.
     *
     * @param protocol netlink family
     * @param group number of the group
     * @param bufferBytes what may wait to be read, as the kernel counts it: with its own administration
     * @param wait how long {@link #receive} waits at most
     */
    public static NetlinkSocket subscribe(int protocol, int group, int bufferBytes, Duration wait) throws IOException {
        NetlinkSocket socket = open(protocol);
        try {
            socket.waitAtMost(wait);
            socket.setOption(SOL_SOCKET, SO_RCVBUFFORCE, bufferBytes / 2); // the kernel doubles it
            socket.setOption(SOL_NETLINK, NETLINK_NO_ENOBUFS, 1);
            socket.setOption(SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, group);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Waits for what comes next to a {@link #subscribe subscriber}.
     *
     * @return its messages; none where nothing came in time
     */
    public NetlinkMessages receive() throws IOException {
        int length = 0;
        try {
            length = (int) Libc.recv(descriptor, receive);
        } catch (SystemCallException e) {
            if (e.errno() != Errno.EAGAIN && e.errno() != Errno.EINTR) {
                throw e;
            }
        }
        byte[] bytes = receive.asSlice(0, length).toArray(JAVA_BYTE);
        return new NetlinkMessages(ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()));
    }

    /** Messages that came for this socket and found no room, since it was opened (SK_MEMINFO_DROPS). */
    public long lost() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment information = arena.allocate(JAVA_INT, SK_MEMINFO_VARS);
            Libc.getsockopt(descriptor, SOL_SOCKET, SO_MEMINFO, information);
            return Integer.toUnsignedLong(information.getAtIndex(JAVA_INT, SK_MEMINFO_DROPS));
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

    /**
     * Asks for one thing.
     *
     * @param type message type
     * @param body bytes after the netlink header
     * @return the answer's messages without their netlink header, each in native byte order from position 0
     */
    public List<ByteBuffer> ask(int type, byte[] body) throws IOException {
        request(type, NLM_F_REQUEST | NLM_F_ACK, body);
        List<ByteBuffer> messages = new ArrayList<>();
        collect(messages::add);
        return messages;
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
