package dev.dropwhy.agent.counters;

import dev.dropwhy.agent.linux.NetlinkSocket;
import dev.dropwhy.agent.linux.SystemCallException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Interfaces, queueing disciplines and tc filters over rtnetlink, of the network namespace that the opening thread was in. Needs no
 * privilege.
 */
public final class RouteNetlink implements LinkProbe {

    /** Filters of one queueing discipline that are read; some network plugins install tens of thousands. */
    public static final int MOST_FILTERS = 4096;

    private static final int RTM_GETLINK = 18;
    private static final int RTM_GETQDISC = 38;
    private static final int RTM_GETTFILTER = 46;
    private static final int TC_H_CLSACT_INGRESS = 0xFFFFFFF2;
    private static final int TC_H_CLSACT_EGRESS = 0xFFFFFFF3;
    private static final int TC_H_INGRESS_QDISC = 0xFFFF0000;
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
    public List<TrafficFilter> filters(Qdisc qdisc) throws IOException {
        List<TrafficFilter> filters = new ArrayList<>();
        for (Map.Entry<Integer, String> parent : places(qdisc).entrySet()) {
            byte[] request = ByteBuffer.allocate(TCMSG)
                    .order(ByteOrder.nativeOrder())
                    .putInt(4, qdisc.interfaceIndex())
                    .putInt(12, parent.getKey())
                    .array();
            try {
                socket.dump(
                        RTM_GETTFILTER,
                        request,
                        message -> FilterMessage.parse(message, parent.getValue())
                                .filter(filter -> filters.size() < MOST_FILTERS)
                                .ifPresent(filters::add));
            } catch (SystemCallException e) {
                // the qdisc is gone, or this kernel has no classifiers
            }
        }
        return filters;
    }

    /** Parents to ask for, and their names. Without a handle a qdisc is the kernel's own default, and holds no filters. */
    private static Map<Integer, String> places(Qdisc qdisc) {
        return switch (qdisc.kind()) {
            case "clsact" -> Map.of(TC_H_CLSACT_INGRESS, "ingress", TC_H_CLSACT_EGRESS, "egress");
            case "ingress" -> Map.of(TC_H_INGRESS_QDISC, "ingress");
            default -> qdisc.major() == 0 ? Map.of() : Map.of(qdisc.major() << 16, qdisc.handle());
        };
    }

    @Override
    public void close() {
        socket.close();
    }
}
