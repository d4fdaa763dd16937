package dev.dropwhy.agent.counters;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.dropwhy.agent.linux.Libc;
import dev.dropwhy.agent.linux.SystemCallException;
import dev.dropwhy.diagnosis.observation.Channels;
import dev.dropwhy.diagnosis.observation.Driver;
import dev.dropwhy.diagnosis.observation.Rings;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What drivers tell by the SIOCETHTOOL ioctl (uapi/linux/ethtool.h): driver, rings, channels, statistics. Needs no
 * privilege. A driver that does not know a request answers EOPNOTSUPP, which means absent.
 */
public final class Ethtool implements AutoCloseable {

    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM = 2;
    private static final long SIOCETHTOOL = 0x8946;
    private static final int ETHTOOL_GDRVINFO = 0x03;
    private static final int ETHTOOL_GRINGPARAM = 0x10;
    private static final int ETHTOOL_GSTRINGS = 0x1b;
    private static final int ETHTOOL_GSTATS = 0x1d;
    private static final int ETHTOOL_GSSET_INFO = 0x37;
    private static final int ETHTOOL_GCHANNELS = 0x3c;
    private static final int ETH_SS_STATS = 1;
    private static final int ETH_GSTRING_LEN = 32;
    private static final int IFNAMSIZ = 16;

    /** More statistics than any driver has; a bound on what is believed of an answer. */
    private static final int MAXIMUM_STATISTICS = 1 << 16;

    private final int descriptor;

    private Ethtool(int descriptor) {
        this.descriptor = descriptor;
    }

    /** Opens the socket that the ioctl goes through, in the calling thread's network namespace. */
    public static Ethtool open() throws SystemCallException {
        return new Ethtool(Libc.socket(AF_INET, SOCK_DGRAM, 0));
    }

    /** Driver of an interface; empty where it does not tell. */
    public Optional<Driver> driver(String interfaceName) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = command(arena, 196, ETHTOOL_GDRVINFO);
            if (!ask(arena, interfaceName, info)) {
                return Optional.empty();
            }
            return Optional.of(new Driver(
                    text(info, 4, 32),
                    blankless(text(info, 36, 32)),
                    blankless(text(info, 100, 32)),
                    info.get(JAVA_INT, 180)));
        }
    }

    /** Ring sizes; empty where the driver has none to tell. */
    public Optional<Rings> rings(String interfaceName) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment rings = command(arena, 36, ETHTOOL_GRINGPARAM);
            if (!ask(arena, interfaceName, rings)) {
                return Optional.empty();
            }
            return Optional.of(new Rings(
                    rings.get(JAVA_INT, 20), rings.get(JAVA_INT, 4), rings.get(JAVA_INT, 32), rings.get(JAVA_INT, 16)));
        }
    }

    /** Numbers of queues; empty where the driver has none to tell. */
    public Optional<Channels> channels(String interfaceName) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment channels = command(arena, 36, ETHTOOL_GCHANNELS);
            if (!ask(arena, interfaceName, channels)) {
                return Optional.empty();
            }
            return Optional.of(new Channels(
                    channels.get(JAVA_INT, 20),
                    channels.get(JAVA_INT, 24),
                    channels.get(JAVA_INT, 32),
                    channels.get(JAVA_INT, 16)));
        }
    }

    /** The driver's own statistics ({@code ethtool -S}); empty where it has none. Values of equal names are summed. */
    public Map<String, Long> statistics(String interfaceName) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment set = command(arena, 24, ETHTOOL_GSSET_INFO);
            set.set(JAVA_LONG_UNALIGNED, 8, 1L << ETH_SS_STATS);
            if (!ask(arena, interfaceName, set) || set.get(JAVA_LONG_UNALIGNED, 8) == 0) {
                return Map.of();
            }
            int count = set.get(JAVA_INT, 16);
            if (count <= 0 || count > MAXIMUM_STATISTICS) {
                return Map.of();
            }
            MemorySegment names = command(arena, 12 + (long) count * ETH_GSTRING_LEN, ETHTOOL_GSTRINGS);
            names.set(JAVA_INT, 4, ETH_SS_STATS);
            names.set(JAVA_INT, 8, count);
            MemorySegment values = command(arena, 8 + (long) count * Long.BYTES, ETHTOOL_GSTATS);
            values.set(JAVA_INT, 4, count);
            if (!ask(arena, interfaceName, names) || !ask(arena, interfaceName, values)) {
                return Map.of();
            }
            int told = Math.min(count, Math.min(names.get(JAVA_INT, 8), values.get(JAVA_INT, 4)));
            Map<String, Long> statistics = new LinkedHashMap<>();
            for (int index = 0; index < told; index++) {
                String name = text(names, 12 + (long) index * ETH_GSTRING_LEN, ETH_GSTRING_LEN)
                        .strip();
                statistics.merge(name, values.get(JAVA_LONG_UNALIGNED, 8 + (long) index * Long.BYTES), Long::sum);
            }
            return statistics;
        }
    }

    private static MemorySegment command(Arena arena, long bytes, int command) {
        MemorySegment segment = arena.allocate(bytes, 8);
        segment.set(JAVA_INT, 0, command);
        return segment;
    }

    /** Performs a request; false where the driver or the kernel does not know it. */
    private boolean ask(Arena arena, String interfaceName, MemorySegment command) throws SystemCallException {
        byte[] name = interfaceName.getBytes(StandardCharsets.UTF_8);
        if (name.length >= IFNAMSIZ) {
            return false;
        }
        MemorySegment request = arena.allocate(40, 8); // struct ifreq
        MemorySegment.copy(name, 0, request, JAVA_BYTE, 0, name.length);
        request.set(ADDRESS, IFNAMSIZ, command);
        try {
            Libc.ioctl(descriptor, SIOCETHTOOL, request);
            return true;
        } catch (SystemCallException e) {
            if (e.isUnsupported()) {
                return false;
            }
            throw e;
        }
    }

    private static String text(MemorySegment segment, long offset, int maximum) {
        int length = 0;
        while (length < maximum && segment.get(JAVA_BYTE, offset + length) != 0) {
            length++;
        }
        return new String(segment.asSlice(offset, length).toArray(JAVA_BYTE), StandardCharsets.ISO_8859_1);
    }

    private static @Nullable String blankless(String text) {
        return text.isBlank() ? null : text;
    }

    @Override
    public void close() {
        Libc.close(descriptor);
    }
}
