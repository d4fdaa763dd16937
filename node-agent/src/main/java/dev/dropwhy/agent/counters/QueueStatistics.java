package dev.dropwhy.agent.counters;

import dev.dropwhy.agent.linux.GenericFamily;
import dev.dropwhy.agent.linux.NetlinkAttributes;
import dev.dropwhy.agent.linux.NetlinkAttributesWriter;
import dev.dropwhy.agent.linux.NetlinkSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What devices tell by the generic netlink family {@code netdev} (uapi/linux/netdev.h, {@code qstats-get}, Linux 6.9), summed
 * over a device's queues. It is the only place where virtio_net tells what its device dropped, and since Linux 6.10 how many
 * packets it received; {@code ethtool -S} has neither. Needs no privilege.
 */
public final class QueueStatistics implements AutoCloseable {

    private static final byte[] NETDEV_CMD_QSTATS_GET = GenericFamily.header(12, 1);
    private static final int NETDEV_A_QSTATS_IFINDEX = 1;
    private static final String FAMILY = "netdev";

    /** Attributes that are counters, under the names that the kernel's specification (netdev.yaml) gives them. */
    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(8, "rx-packets"),
            Map.entry(9, "rx-bytes"),
            Map.entry(10, "tx-packets"),
            Map.entry(11, "tx-bytes"),
            Map.entry(12, "rx-alloc-fail"),
            Map.entry(13, "rx-hw-drops"),
            Map.entry(14, "rx-hw-drop-overruns"),
            Map.entry(18, "rx-csum-bad"),
            Map.entry(23, "rx-hw-drop-ratelimits"),
            Map.entry(24, "tx-hw-drops"),
            Map.entry(25, "tx-hw-drop-errors"),
            Map.entry(32, "tx-hw-drop-ratelimits"),
            Map.entry(33, "tx-stop"),
            Map.entry(34, "tx-wake"));

    private final NetlinkSocket socket;
    private final int family;

    private QueueStatistics(NetlinkSocket socket, int family) {
        this.socket = socket;
        this.family = family;
    }

    /** Opens a socket in the calling thread's network namespace; empty where the kernel has no such family (before 6.9). */
    public static Optional<QueueStatistics> open() throws IOException {
        NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.GENERIC);
        try {
            Optional<GenericFamily> family = GenericFamily.find(socket, FAMILY);
            if (family.isEmpty()) {
                socket.close();
            }
            return family.map(found -> new QueueStatistics(socket, found.id()));
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * A device's statistics; empty where its driver has none, and where the kernel has the family without this command.
     *
     * @param interfaceIndex the device
     */
    public Map<String, Long> statistics(int interfaceIndex) throws IOException {
        byte[] request = new NetlinkAttributesWriter(NETDEV_CMD_QSTATS_GET)
                .integer(NETDEV_A_QSTATS_IFINDEX, interfaceIndex)
                .toByteArray();
        Map<String, Long> statistics = new LinkedHashMap<>();
        for (ByteBuffer answer : socket.dump(family, request)) {
            statistics.putAll(parse(answer, interfaceIndex));
        }
        return statistics;
    }

    /** The counters of an answer, if it is about this device. */
    static Map<String, Long> parse(ByteBuffer answer, int interfaceIndex) {
        NetlinkAttributes attributes = NetlinkAttributes.parse(answer, GenericFamily.HEADER);
        if (!attributes.integer(NETDEV_A_QSTATS_IFINDEX).equals(OptionalInt.of(interfaceIndex))) {
            return Map.of();
        }
        Map<String, Long> statistics = new LinkedHashMap<>();
        NAMES.forEach((type, name) -> attributes
                .bytes(type)
                .flatMap(QueueStatistics::number)
                .ifPresent(value -> statistics.put(name, value)));
        return statistics;
    }

    /** An attribute of the type "uint": 32 bits where that is enough, else 64. */
    private static Optional<Long> number(ByteBuffer value) {
        return switch (value.limit()) {
            case Integer.BYTES -> Optional.of(value.getInt(0) & 0xffff_ffffL);
            case Long.BYTES -> Optional.of(value.getLong(0));
            default -> Optional.empty();
        };
    }

    @Override
    public void close() {
        socket.close();
    }
}
