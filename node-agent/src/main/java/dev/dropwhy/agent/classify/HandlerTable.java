package dev.dropwhy.agent.classify;

import dev.dropwhy.diagnosis.catalog.LinkProtocols;
import dev.dropwhy.diagnosis.observation.FrameIdentity;
import dev.dropwhy.diagnosis.observation.ProtocolHandler;
import java.util.BitSet;
import java.util.List;

/**
 * The protocols that a host wants, out of its {@code /proc/net/ptype}. Taps (ETH_P_ALL) do not count: they see a frame
 * and do not want it. Handlers bound to a device and one protocol do not appear in that file.
 */
public final class HandlerTable {

    private static final int ETHER_TYPES = 0x10000;
    private static final int HEX = 16;

    private final BitSet wanted = new BitSet(ETHER_TYPES);

    /**
     * Makes a table.
     *
     * @param handlers lines of {@code /proc/net/ptype}
     */
    public HandlerTable(List<ProtocolHandler> handlers) {
        for (ProtocolHandler handler : handlers) {
            if (handler.type().matches("[0-9a-f]{1,4}")) {
                wanted.set(Integer.parseInt(handler.type(), HEX));
            }
        }
    }

    /** Whether nothing is known of the handlers. */
    public boolean unknown() {
        return wanted.isEmpty();
    }

    /**
     * What the host would do with a frame.
     *
     * @param frame what the frame is
     */
    public Reception of(FrameIdentity frame) {
        int type = frame.etherType();
        if (type < 0 || wanted.isEmpty()) {
            return Reception.Unknown;
        }
        // VLAN 0 is only a priority: the kernel removes the tag and delivers the frame.
        if (frame.vlans().stream().anyMatch(vlan -> vlan != 0)) {
            return Reception.Tagged;
        }
        if (!wanted.get(type)) {
            return Reception.Unhandled;
        }
        return type == LinkProtocols.ETHER_TYPE_LLC ? Reception.LlcLayer : Reception.Handled;
    }
}
