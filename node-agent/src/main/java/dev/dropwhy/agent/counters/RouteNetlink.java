package dev.dropwhy.agent.counters;

import dev.dropwhy.agent.linux.NetlinkSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Interfaces and queueing disciplines over rtnetlink, of the network namespace that the opening thread was in. Needs no
 * privilege.
 */
public final class RouteNetlink implements LinkProbe {

    private static final int RTM_GETLINK = 18;
    private static final int RTM_GETQDISC = 38;
    private static final int IFINFOMSG = 16;
    private static final int TCMSG = 20;

    private final NetlinkSocket socket;

    private RouteNetlink(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** Opens the netlink socket. */
    public static RouteNetlink open() throws IOException {
        return new RouteNetlink(NetlinkSocket.open(NetlinkSocket.ROUTE));
    }

    @Override
    public List<Link> links() throws IOException {
        return socket.dump(RTM_GETLINK, new byte[IFINFOMSG]).stream()
                .map(LinkMessage::parse)
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public List<Qdisc> qdiscs() throws IOException {
        List<ByteBuffer> messages = socket.dump(RTM_GETQDISC, new byte[TCMSG]);
        return messages.stream()
                .map(QdiscMessage::parse)
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public void close() {
        socket.close();
    }
}
