package dev.dropwhy.agent.demo;

import dev.dropwhy.agent.linux.Libc;
import dev.dropwhy.agent.linux.NetlinkAttributesWriter;
import dev.dropwhy.agent.linux.NetlinkSocket;
import dev.dropwhy.agent.linux.ProcFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** A veth pair between two namespaces: one end is the switch's port, the other the host's interface. */
final class Cable {

    private static final int RTM_NEWLINK = 16;
    private static final int NLM_F_EXCL = 0x200;
    private static final int NLM_F_CREATE = 0x400;
    private static final int IFF_UP = 1;
    private static final int IFLA_ADDRESS = 1;
    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_LINKINFO = 18;
    private static final int IFLA_NET_NS_PID = 19;
    private static final int IFLA_INFO_KIND = 1;
    private static final int IFLA_INFO_DATA = 2;
    private static final int VETH_INFO_PEER = 1;

    private Cable() {}

    /**
     * Connects two namespaces and brings both ends up. IPv6 is switched off in both, so that nothing but the switch's own
     * words is on the cable.
     *
     * @param port name and address of the switch's end
     * @param card name and address of the host's end
     */
    static void connect(NamespaceThread switchSide, End port, NamespaceThread hostSide, End card) throws IOException {
        switchSide.call(Cable::silenceIpv6);
        hostSide.call(Cable::silenceIpv6);
        switchSide.call(() -> {
            try (NetlinkSocket netlink = NetlinkSocket.open(NetlinkSocket.ROUTE)) {
                netlink.execute(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, pair(port, card, hostSide.threadId()));
            }
            return up(port.name());
        });
        hostSide.call(() -> up("lo"));
        hostSide.call(() -> up(card.name()));
    }

    /**
     * One end of the cable.
     *
     * @param name interface name
     * @param mac MAC address, twelve hex digits
     */
    record End(String name, String mac) {

        byte[] address() {
            return HexFormat.of().parseHex(mac);
        }
    }

    private static byte[] pair(End port, End card, int hostThread) {
        return new NetlinkAttributesWriter(interfaceHeader(0, 0))
                .string(IFLA_IFNAME, port.name())
                .bytes(IFLA_ADDRESS, port.address())
                .nested(
                        IFLA_LINKINFO,
                        info -> info.string(IFLA_INFO_KIND, "veth")
                                .nested(
                                        IFLA_INFO_DATA,
                                        data -> data.nested(
                                                VETH_INFO_PEER,
                                                peer -> peer.raw(interfaceHeader(0, 0))
                                                        .string(IFLA_IFNAME, card.name())
                                                        .bytes(IFLA_ADDRESS, card.address())
                                                        .integer(IFLA_NET_NS_PID, hostThread))))
                .toByteArray();
    }

    private static boolean up(String name) throws IOException {
        try (NetlinkSocket netlink = NetlinkSocket.open(NetlinkSocket.ROUTE)) {
            netlink.execute(RTM_NEWLINK, 0, interfaceHeader(Libc.interfaceIndex(name), IFF_UP));
            return true;
        }
    }

    /** {@code struct ifinfomsg}; flags that are set are also the ones to change. */
    private static byte[] interfaceHeader(int index, int flags) {
        return ByteBuffer.allocate(16)
                .order(ByteOrder.nativeOrder())
                .putInt(0)
                .putInt(index)
                .putInt(flags)
                .putInt(flags)
                .array();
    }

    /** Of the calling thread's namespace: /proc/sys/net follows the thread that opens the file. */
    private static boolean silenceIpv6() throws IOException {
        Path setting = Path.of("/proc/sys/net/ipv6/conf/default/disable_ipv6");
        if (ProcFile.readIfPresent(setting).isPresent()) {
            Files.writeString(setting, "1");
        }
        return true;
    }
}
