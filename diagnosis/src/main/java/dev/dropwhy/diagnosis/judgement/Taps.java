package dev.dropwhy.diagnosis.judgement;

import dev.dropwhy.diagnosis.observation.InterfaceObservation;
import dev.dropwhy.diagnosis.observation.Observation;
import dev.dropwhy.diagnosis.observation.PacketSocket;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * Packet sockets of other programs that hide drops: a frame of an unhandled protocol goes to the tap and is not counted
 * as dropped, whatever the tap's filter says ({@code __netif_receive_skb_core}, pt_prev).
 */
final class Taps {

    private static final int ETH_P_ALL = 0x0003;

    private final Observation observation;
    private final List<PacketSocket> foreign;

    Taps(Observation observation) {
        this.observation = observation;
        this.foreign = observation.packetSockets().stream()
                .filter(socket -> !socket.own())
                .distinct()
                .sorted(Comparator.comparing(PacketSocket::toString))
                .toList();
    }

    /** Taps for all protocols that hide drops of at least one chosen interface. */
    List<PacketSocket> hiding() {
        return foreign.stream()
                .filter(socket -> socket.protocol() == ETH_P_ALL)
                .filter(socket -> observation.interfaces().stream().anyMatch(link -> hides(socket, link)))
                .toList();
    }

    /** Whether any tap hides drops of this interface. */
    boolean hides(String link) {
        return observation.interfaces().stream()
                .filter(candidate -> candidate.name().equals(link))
                .anyMatch(candidate -> foreign.stream()
                        .anyMatch(socket -> socket.protocol() == ETH_P_ALL && hides(socket, candidate)));
    }

    /** A socket for exactly this EtherType, which takes such frames on the interfaces that it covers. */
    List<PacketSocket> wanting(int etherType, String link) {
        return foreign.stream()
                .filter(socket -> socket.protocol() == etherType && etherType != ETH_P_ALL)
                .filter(socket -> socket.device() == null || socket.device().equals(link))
                .toList();
    }

    /** An ingress filter hook, a bridge or a bond takes the frame before a tap could hide its drop. */
    private static boolean hides(PacketSocket socket, InterfaceObservation link) {
        boolean covers = socket.device() == null || Objects.equals(socket.device(), link.name());
        boolean filtered = link.qdiscs().stream()
                .anyMatch(qdisc -> qdisc.kind().equals("clsact") || qdisc.kind().equals("ingress"));
        return covers && !filtered && link.master() == null;
    }

    /** Who holds a socket, for people. */
    static String holder(PacketSocket socket) {
        String name = socket.process() == null || socket.process().isEmpty() ? "A process" : socket.process();
        return socket.pid() == null ? name : name + " (pid " + socket.pid() + ")";
    }

    /** What a socket listens on, for people. */
    static String reach(PacketSocket socket) {
        return socket.device() == null ? "all interfaces" : socket.device();
    }

    /** One sentence for each tap that hides drops. */
    List<String> sentences() {
        return hiding().stream()
                .map(socket -> holder(socket) + " holds a packet tap on " + reach(socket)
                        + ": while it is open, frames that no handler wants go to it and are not counted as dropped, so"
                        + " drops of unhandled protocols are hidden.")
                .distinct()
                .toList();
    }

    static String hex(int etherType) {
        return "0x" + HexFormat.of().toHexDigits(etherType, 4);
    }
}
