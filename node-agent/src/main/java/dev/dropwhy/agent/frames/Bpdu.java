package dev.dropwhy.agent.frames;

import org.jspecify.annotations.Nullable;

/**
 * A bridge protocol data unit (IEEE 802.1D-2004 clause 9, 802.1Q-2018 clause 14), or Cisco's variant of it with a VLAN.
 *
 * @param version protocol version: 0 STP, 2 RSTP, 3 MSTP, 4 SPT
 * @param type 0x00 configuration, 0x02 rapid or multiple, 0x80 topology change notification
 * @param flags flags octet; 0 in a notification
 * @param root root bridge identifier, 8 octets
 * @param rootCost cost of the path to the root
 * @param bridge identifier of the bridge that sent it; absent where it was cut off
 * @param port port identifier of the sending port, 4 bits of priority and 12 of number
 * @param messageAge age since the root's own message, in 1/256 s
 * @param maximumAge when it becomes void, in 1/256 s
 * @param hello period of these messages, in 1/256 s
 * @param forwardDelay time in listening and in learning, in 1/256 s
 * @param region name of the MST region
 * @param vlan VLAN of the tree, in Cisco's variant
 */
record Bpdu(
        int version,
        int type,
        int flags,
        long root,
        long rootCost,
        @Nullable Long bridge,
        int port,
        int messageAge,
        int maximumAge,
        int hello,
        int forwardDelay,
        @Nullable String region,
        @Nullable Integer vlan) {

    static final int TYPE_TOPOLOGY_CHANGE_NOTIFICATION = 0x80;

    private static final int FLAG_TOPOLOGY_CHANGE = 0x01;
    private static final int FLAG_PROPOSAL = 0x02;
    private static final int FLAG_LEARNING = 0x10;
    private static final int FLAG_FORWARDING = 0x20;
    private static final int FLAG_AGREEMENT = 0x40;
    private static final int FLAG_ACKNOWLEDGED = 0x80;

    private static final int PREFIX = 4;
    private static final int CONFIGURATION = 35;
    private static final int REGION_NAME = 39;
    private static final int REGION_NAME_LENGTH = 32;
    private static final int CIST_BRIDGE = 93;
    private static final int PVST_VLAN = 36;
    private static final int TICKS_PER_SECOND = 256;

    /** Octet 3 of a BPDU, or absent where it was cut off or is not a BPDU (GARP shares the LLC address). */
    static int version(Bytes payload) {
        return payload.has(0, 3) && payload.u16(0) == 0 ? payload.u8(2) : -1;
    }

    /** Reads a BPDU; null where it was cut off before its end or is none. */
    static @Nullable Bpdu read(Bytes payload, boolean cisco) {
        if (!payload.has(0, PREFIX) || payload.u16(0) != 0) {
            return null;
        }
        int version = payload.u8(2);
        int type = payload.u8(3);
        if (type == TYPE_TOPOLOGY_CHANGE_NOTIFICATION) {
            return new Bpdu(version, type, 0, 0, 0, null, 0, 0, 0, 0, 0, null, null);
        }
        if (!payload.has(0, CONFIGURATION)) {
            return null;
        }
        boolean multiple = version >= 3 && type == 2;
        return new Bpdu(
                version,
                type,
                payload.u8(4),
                payload.u64(5),
                payload.u32(13),
                // In an MST BPDU this place holds the root of the region; the sender's own identifier comes later.
                multiple ? cistBridge(payload) : (Long) payload.u64(17),
                payload.u16(25),
                payload.u16(27),
                payload.u16(29),
                payload.u16(31),
                payload.u16(33),
                multiple && payload.has(REGION_NAME, REGION_NAME_LENGTH)
                        ? payload.slice(REGION_NAME, REGION_NAME_LENGTH).text(REGION_NAME_LENGTH)
                        : null,
                cisco ? ciscoVlan(payload) : null);
    }

    private static @Nullable Long cistBridge(Bytes payload) {
        return payload.has(CIST_BRIDGE, 8) ? (Long) payload.u64(CIST_BRIDGE) : null;
    }

    /** A TLV of type 0 and length 2 that Cisco appends: the VLAN that the tree belongs to. */
    private static @Nullable Integer ciscoVlan(Bytes payload) {
        boolean present = payload.has(PVST_VLAN, 6) && payload.u16(PVST_VLAN) == 0 && payload.u16(PVST_VLAN + 2) == 2;
        return present ? (Integer) payload.u16(PVST_VLAN + 4) : null;
    }

    boolean topologyChange() {
        return type == TYPE_TOPOLOGY_CHANGE_NOTIFICATION || (flags & FLAG_TOPOLOGY_CHANGE) != 0;
    }

    /** The hello time in milliseconds; null where the message has none. */
    @Nullable Long helloMillis() {
        return hello == 0 ? null : (Long) (hello * 1000L / TICKS_PER_SECOND);
    }

    /** How switches show a bridge identifier: priority, system id extension and MAC (IEEE 802.1D 9.2.5). */
    static String bridgeText(long identifier) {
        int priority = (int) (identifier >>> 48);
        return (priority & 0xf000) + "." + (priority & 0xfff) + "/" + AddressText.mac(identifier);
    }

    /** A port identifier as four hex digits, as {@code /sys/class/net/*}{@code /brport/port_id} shows it. */
    static String portText(int identifier) {
        return AddressText.hex(identifier, 4);
    }

    Details details(String protocol) {
        if (type == TYPE_TOPOLOGY_CHANGE_NOTIFICATION) {
            return Details.of(protocol + ", topology change notification");
        }
        StringBuilder summary = new StringBuilder(160).append(protocol);
        if (vlan != null) {
            summary.append(" of VLAN ").append((int) vlan);
        }
        Long sender = bridge;
        String bridgeId = sender == null ? null : bridgeText(sender);
        summary.append(", root ")
                .append(bridgeId != null && sender != null && sender == root ? bridgeId : bridgeText(root));
        summary.append(" at cost ").append(rootCost);
        if (bridgeId != null) {
            summary.append(", bridge ").append(bridgeId);
        }
        String portId = portText(port);
        summary.append(", port ").append(portId);
        if (region != null) {
            summary.append(", region ").append(region);
        }
        summary.append(", hello ");
        seconds(summary, hello);
        flags(summary);
        return new Details(summary.toString(), bridgeId, portId, null, null, helloMillis());
    }

    private void flags(StringBuilder summary) {
        flag(summary, FLAG_TOPOLOGY_CHANGE, ", topology change");
        flag(summary, FLAG_ACKNOWLEDGED, ", topology change acknowledged");
        flag(summary, FLAG_PROPOSAL, ", proposal");
        flag(summary, FLAG_AGREEMENT, ", agreement");
        if (version >= 2) {
            boolean forwarding = (flags & FLAG_FORWARDING) != 0;
            boolean learning = (flags & FLAG_LEARNING) != 0;
            summary.append(forwarding ? ", forwarding" : learning ? ", learning" : ", discarding");
        }
    }

    private void flag(StringBuilder summary, int flag, String text) {
        if ((flags & flag) != 0) {
            summary.append(text);
        }
    }

    private static void seconds(StringBuilder summary, int ticks) {
        if (ticks % TICKS_PER_SECOND == 0) {
            summary.append(ticks / TICKS_PER_SECOND).append(" s");
        } else {
            summary.append(ticks * 1000L / TICKS_PER_SECOND).append(" ms");
        }
    }
}
