package dev.dropwhy.agent.dropevents.dropmonitor;

import dev.dropwhy.agent.linux.GenericFamily;
import dev.dropwhy.agent.linux.NetlinkAttributes;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the monitor tells of one packet (NET_DM_CMD_PACKET_ALERT, net_dm_packet_report_fill in net/core/drop_monitor.c).
 *
 * @param interfaceIndex where it came in ({@code skb_iif}), in whatever network namespace; 0 for a packet of this machine's own
 * @param reason drop reason without SKB_DROP_REASON_; absent before Linux 5.18
 * @param function kernel function that freed it, compiler suffixes stripped; {@code 0x…} where the kernel has no symbols
 * @param etherType protocol as the stack saw it, host order
 * @param packet from the link header on, possibly cut short
 * @param length bytes of the whole packet, with the link header
 * @param wallNanos when it was dropped, nanoseconds of the wall clock
 */
@SuppressWarnings("ArrayRecordComponent") // nothing compares it
record Alert(
        int interfaceIndex,
        @Nullable String reason,
        String function,
        int etherType,
        byte[] packet,
        long length,
        long wallNanos) {

    private static final int NET_DM_CMD_PACKET_ALERT = 5;
    private static final int NET_DM_ATTR_SYMBOL = 3;
    private static final int NET_DM_ATTR_IN_PORT = 4;
    private static final int NET_DM_ATTR_TIMESTAMP = 5;
    private static final int NET_DM_ATTR_PROTO = 6;
    private static final int NET_DM_ATTR_PAYLOAD = 7;
    private static final int NET_DM_ATTR_ORIG_LEN = 10;
    private static final int NET_DM_ATTR_ORIGIN = 14;
    private static final int NET_DM_ATTR_REASON = 23;
    private static final int NET_DM_ATTR_PORT_NETDEV_IFINDEX = 0;
    private static final int NET_DM_ORIGIN_SW = 0;

    /**
     * Reads a message.
     *
     * @param message without its netlink header
     * @return empty for what tells of no packet of the kernel's own: summaries, and what a switch's hardware dropped
     */
    static Optional<Alert> parse(ByteBuffer message) {
        if (message.limit() < GenericFamily.HEADER || message.get(0) != NET_DM_CMD_PACKET_ALERT) {
            return Optional.empty();
        }
        NetlinkAttributes attributes = NetlinkAttributes.parse(message, GenericFamily.HEADER);
        if (attributes.shortInteger(NET_DM_ATTR_ORIGIN).orElse(NET_DM_ORIGIN_SW) != NET_DM_ORIGIN_SW) {
            return Optional.empty();
        }
        byte[] packet = attributes.bytes(NET_DM_ATTR_PAYLOAD).map(Alert::array).orElse(new byte[0]);
        return attributes
                .string(NET_DM_ATTR_SYMBOL)
                .map(symbol -> new Alert(
                        attributes
                                .nested(NET_DM_ATTR_IN_PORT)
                                .integer(NET_DM_ATTR_PORT_NETDEV_IFINDEX)
                                .orElse(0),
                        attributes.string(NET_DM_ATTR_REASON).orElse(null),
                        function(symbol),
                        attributes.shortInteger(NET_DM_ATTR_PROTO).orElse(0),
                        packet,
                        Integer.toUnsignedLong(
                                attributes.integer(NET_DM_ATTR_ORIG_LEN).orElse(packet.length)),
                        attributes.longInteger(NET_DM_ATTR_TIMESTAMP).orElse(0)));
    }

    private static byte[] array(ByteBuffer bytes) {
        byte[] array = new byte[bytes.limit()];
        bytes.get(0, array);
        return array;
    }

    /** The kernel writes {@code function.suffix+0xoffset/0xsize [module]} (%pS). */
    private static String function(String symbol) {
        int end = 0;
        while (end < symbol.length() && (end == 0 || ".+ [".indexOf(symbol.charAt(end)) < 0)) {
            end++;
        }
        return symbol.substring(0, end);
    }
}
