package dev.dropwhy.agent.dropevents.testnet;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Sends Ethernet frames from an interface of another network namespace, through a packet socket that receives nothing. */
public final class RawSender implements AutoCloseable {

    private static final int BATCH = 64;
    private static final int MESSAGE_BYTES = 64; // struct mmsghdr
    private static final int MOST_FRAME_BYTES = 1514;

    private final Linker linker = Linker.nativeLinker();
    private final Arena arena = Arena.ofShared();
    private final MethodHandle sendBatch = function("sendmmsg", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private final MemorySegment frame = arena.allocate(MOST_FRAME_BYTES);
    private final MemorySegment messages = arena.allocate((long) MESSAGE_BYTES * BATCH, 8);
    private final MemorySegment vector = arena.allocate(16, 8);
    private final int socket;

    public RawSender(VethPair pair) throws InterruptedException {
        int[] opened = {-1};
        // A thread that changes its namespace must not serve anything else afterwards.
        Thread opener = Thread.ofPlatform().start(() -> opened[0] = open(pair.sender()));
        opener.join();
        if (opened[0] < 0) {
            throw new IllegalStateException("no packet socket in " + pair.sender());
        }
        socket = opened[0];
        vector.set(ADDRESS, 0, frame);
        for (int i = 0; i < BATCH; i++) {
            messages.set(ADDRESS, (long) i * MESSAGE_BYTES + 16, vector);
            messages.set(JAVA_LONG, (long) i * MESSAGE_BYTES + 24, 1);
        }
    }

    private MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments));
    }

    private int open(String namespace) {
        int newNetwork = 0x40000000;
        try {
            int file = (int) linker.downcallHandle(
                            linker.defaultLookup().findOrThrow("open"),
                            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
                            Linker.Option.firstVariadicArg(2))
                    .invokeExact(arena.allocateFrom(VethPair.path(namespace).toString()), 0);
            if ((int) function("setns", JAVA_INT, JAVA_INT, JAVA_INT).invokeExact(file, newNetwork) != 0) {
                return -1;
            }
            int packet = (int)
                    function("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT).invokeExact(17, 3, 0);
            MemorySegment address = arena.allocate(20, 4); // struct sockaddr_ll, protocol 0: receives nothing
            address.set(JAVA_SHORT, 0, (short) 17);
            address.set(JAVA_INT, 4, (int)
                    function("if_nametoindex", JAVA_INT, ADDRESS).invokeExact(arena.allocateFrom("dwtx")));
            int bound = (int)
                    function("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT).invokeExact(packet, address, 20);
            int closed = (int) function("close", JAVA_INT, JAVA_INT).invokeExact(file);
            return bound == 0 && closed == 0 ? packet : -1;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends one frame. */
    public void send(byte[] bytes) {
        send(bytes, 1);
    }

    /** Sends the same frame many times, as fast as the kernel takes it. */
    public void send(byte[] bytes, long times) {
        MemorySegment.copy(bytes, 0, frame, JAVA_BYTE, 0, bytes.length);
        vector.set(JAVA_LONG, 8, bytes.length);
        long sent = 0;
        while (sent < times) {
            sent += batch((int) Math.min(BATCH, times - sent));
        }
    }

    private int batch(int count) {
        try {
            int sent = (int) sendBatch.invokeExact(socket, messages, count, 0);
            if (sent <= 0) {
                throw new IllegalStateException("sendmmsg sent nothing");
            }
            return sent;
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            int ignored = (int) function("close", JAVA_INT, JAVA_INT).invokeExact(socket);
            if (ignored != 0) {
                throw new IllegalStateException("close failed");
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        } finally {
            arena.close();
        }
    }
}
