package dev.dropwhy.agent.counters;

import dev.dropwhy.agent.linux.NetlinkAttributes;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads RTM_NEWLINK messages ({@code struct ifinfomsg} and IFLA_ attributes, uapi/linux/if_link.h). Whatever the bytes:
 * no exception.
 */
final class LinkMessage {

    private static final int HEADER = 16;
    private static final int IFF_LOOPBACK = 0x8;
    private static final int IFF_PROMISC = 0x100;
    private static final int IFLA_ADDRESS = 1;
    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_MTU = 4;
    private static final int IFLA_LINK = 5;
    private static final int IFLA_STATS = 7;
    private static final int IFLA_MASTER = 10;
    private static final int IFLA_LINKINFO = 18;
    private static final int IFLA_STATS64 = 23;
    private static final int IFLA_PROMISCUITY = 30;
    private static final int IFLA_CARRIER = 33;
    private static final int IFLA_LINK_NETNSID = 37;
    private static final int IFLA_PARENT_DEV_NAME = 56;
    private static final int IFLA_INFO_KIND = 1;

    /** Fields of {@code struct rtnl_link_stats64} in order; newer kernels append. */
    static final List<String> STATISTICS = List.of(
            "rx_packets",
            "tx_packets",
            "rx_bytes",
            "tx_bytes",
            "rx_errors",
            "tx_errors",
            "rx_dropped",
            "tx_dropped",
            "multicast",
            "collisions",
            "rx_length_errors",
            "rx_over_errors",
            "rx_crc_errors",
            "rx_frame_errors",
            "rx_fifo_errors",
            "rx_missed_errors",
            "tx_aborted_errors",
            "tx_carrier_errors",
            "tx_fifo_errors",
            "tx_heartbeat_errors",
            "tx_window_errors",
            "rx_compressed",
            "tx_compressed",
            "rx_nohandler", // since 4.6
            "rx_otherhost_dropped"); // since 5.19

    private LinkMessage() {}

    /**
     * Reads one message.
     *
     * @param body the message behind its netlink header, native byte order
     * @return the link; empty where the message is too short to name one
     */
    static Optional<Link> parse(ByteBuffer body) {
        if (body.limit() < HEADER) {
            return Optional.empty();
        }
        int index = body.getInt(4);
        int flags = body.getInt(8);
        NetlinkAttributes attributes = NetlinkAttributes.parse(body, HEADER);
        Optional<String> name = attributes.string(IFLA_IFNAME).filter(text -> !text.isEmpty());
        if (name.isEmpty()) {
            return Optional.empty();
        }
        String kind = attributes.nested(IFLA_LINKINFO).string(IFLA_INFO_KIND).orElse(null);
        int promiscuity = attributes.integer(IFLA_PROMISCUITY).orElse(0);
        return Optional.of(new Link(
                index,
                name.get(),
                kind,
                attributes.bytes(IFLA_ADDRESS).map(LinkMessage::address).orElse(null),
                boxed(attributes, IFLA_MTU),
                (flags & IFF_LOOPBACK) != 0,
                promiscuity > 0 || (flags & IFF_PROMISC) != 0,
                carrier(attributes),
                boxed(attributes, IFLA_MASTER),
                lower(attributes, kind),
                attributes.bytes(IFLA_PARENT_DEV_NAME).isPresent(),
                statistics(attributes)));
    }

    /** Reads statistics by the attribute's length: older kernels have fewer fields, newer ones more. */
    private static Map<String, Long> statistics(NetlinkAttributes attributes) {
        Map<String, Long> values = new LinkedHashMap<>();
        Optional<ByteBuffer> wide = attributes.bytes(IFLA_STATS64);
        if (wide.isPresent()) {
            ByteBuffer bytes = wide.get();
            int fields = Math.min(bytes.limit() / Long.BYTES, STATISTICS.size());
            for (int field = 0; field < fields; field++) {
                values.put(STATISTICS.get(field), bytes.getLong(field * Long.BYTES));
            }
            return values;
        }
        attributes.bytes(IFLA_STATS).ifPresent(bytes -> {
            int fields = Math.min(bytes.limit() / Integer.BYTES, STATISTICS.size());
            for (int field = 0; field < fields; field++) {
                values.put(STATISTICS.get(field), bytes.getInt(field * Integer.BYTES) & 0xffffffffL);
            }
        });
        return values;
    }

    private static @Nullable String address(ByteBuffer bytes) {
        if (bytes.limit() == 0 || bytes.limit() > 32) {
            return null;
        }
        byte[] octets = new byte[bytes.limit()];
        bytes.get(0, octets);
        return HexFormat.ofDelimiter(":").formatHex(octets);
    }

    private static @Nullable Integer boxed(NetlinkAttributes attributes, int type) {
        return attributes.integer(type).isPresent() ? attributes.integer(type).getAsInt() : null;
    }

    private static @Nullable Integer lower(NetlinkAttributes attributes, @Nullable String kind) {
        return "veth".equals(kind) || attributes.bytes(IFLA_LINK_NETNSID).isPresent()
                ? null
                : boxed(attributes, IFLA_LINK);
    }

    private static @Nullable Boolean carrier(NetlinkAttributes attributes) {
        return attributes.octet(IFLA_CARRIER).isPresent()
                ? attributes.octet(IFLA_CARRIER).getAsInt() != 0
                : null;
    }
}
