package dev.dropwhy.lab.traffic;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.dropwhy.lab.kernel.KernelException;
import dev.dropwhy.lab.kernel.SystemCalls;
import dev.dropwhy.lab.network.Namespace;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * A tap or tun device that somebody holds open and never reads, as a stalled virtual machine does. It has carrier as long as this
 * is open.
 */
public final class TapDevice implements AutoCloseable {

    private static final int O_RDWR_CLOEXEC = 2 | 0x80000;
    private static final long TUNSETIFF = 0x400454caL;
    private static final int IFREQ_BYTES = 40;
    private static final int NAME_BYTES = 16;
    private static final short IFF_TUN = 0x0001;
    private static final short IFF_TAP = 0x0002;
    private static final short IFF_NO_PI = 0x1000;

    private final int fd;

    private TapDevice(int fd) {
        this.fd = fd;
    }

    /** Creates a tap device in a namespace. */
    public static TapDevice create(Namespace namespace, String name) throws IOException, InterruptedException {
        return create(namespace, name, IFF_TAP);
    }

    /** Creates a tun device in a namespace, which carries IP without a link layer, as a VPN program does. */
    public static TapDevice createTun(Namespace namespace, String name) throws IOException, InterruptedException {
        return create(namespace, name, IFF_TUN);
    }

    private static TapDevice create(Namespace namespace, String name, short kind)
            throws IOException, InterruptedException {
        return namespace.call(() -> {
            int fd = SystemCalls.open("/dev/net/tun", O_RDWR_CLOEXEC);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment request = arena.allocate(IFREQ_BYTES, 8);
                byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
                MemorySegment.copy(bytes, 0, request, JAVA_BYTE, 0, Math.min(bytes.length, NAME_BYTES - 1));
                request.set(JAVA_SHORT, NAME_BYTES, (short) (kind | IFF_NO_PI));
                SystemCalls.ioctl(fd, TUNSETIFF, request);
            }
            return new TapDevice(fd);
        });
    }

    /** Gives the kernel a frame as if it had arrived on the device. */
    public void inject(byte[] frame) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            SystemCalls.write(fd, arena.allocateFrom(JAVA_BYTE, frame));
        }
    }

    @Override
    public void close() throws KernelException {
        SystemCalls.close(fd);
    }
}
